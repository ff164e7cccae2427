import { hash } from 'node:crypto';

import type { Caller, Clock } from '../core/index.js';
import { RowStatement, type Store, type Tables, type Work } from '../store/index.js';

/** State of a request with an `Idempotency-Key`. */
export type Claim =
  | { readonly state: 'claimed' }
  /** `response` is JSON. */
  | { readonly state: 'completed'; readonly response: string }
  | { readonly state: 'inProgress' }
  | { readonly state: 'conflict' };

/** Longer than any answer takes: a claim that is older belongs to a replica that died. */
const CLAIM_MS = 120_000;
/** How long a response is replayed. */
const REPLAY_MS = 86_400_000;

const KEY = { tenant: 'text', subject: 'text', key: 'text' } as const;
const IS_KEY = `idempotency.tenant = u.tenant and idempotency.subject = u.subject and idempotency.key = u.key`;

/** Returns the key if it was free, or if its claim or response has expired. */
const CLAIM = new RowStatement<Pick<Tables['idempotency'], 'key'>>(
  { ...KEY, fingerprint: 'text', expires_at: 'integer' },
  ({ values }) =>
    `insert into idempotency (tenant, subject, key, fingerprint, expires_at) ${values}
    on conflict (tenant, subject, key) do update
    set fingerprint = excluded.fingerprint, response = null, expires_at = excluded.expires_at
    where idempotency.expires_at <= excluded.expires_at - ${CLAIM_MS}`,
  { table: 'idempotency', columns: ['key'], key: ['tenant', 'subject', 'key'] },
);
const READ = new RowStatement<Pick<Tables['idempotency'], 'fingerprint' | 'response'>>(
  KEY,
  ({ table }) => `select fingerprint, response from ${table} join idempotency on ${IS_KEY}`,
);
const COMPLETE = new RowStatement(
  { ...KEY, answer: 'text', until: 'integer' },
  ({ table }) => `update idempotency set response = u.answer, expires_at = u.until from ${table} where ${IS_KEY}`,
);
const RELEASE = new RowStatement(
  KEY,
  ({ table }) =>
    `delete from idempotency where response is null and (tenant, subject, key) in (select tenant, subject, key from ${table})`,
);

/**
 * Responses to requests with an `Idempotency-Key`, for a day, on every replica.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export class IdempotencyStore {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims a key for a request, unless it is claimed already.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   */
  claim({ tenant, subject }: Caller, key: string, request: unknown): Promise<Claim> {
    const fingerprint = hash('sha256', JSON.stringify(request));
    const expiresAt = this.clock.epochMs() + CLAIM_MS;
    return this.#write(claim([tenant, subject, key], fingerprint, expiresAt));
  }

  /** Records the response, JSON, to a request whose key was claimed. */
  async complete({ tenant, subject }: Caller, key: string, response: string): Promise<void> {
    await this.#write(COMPLETE.to([[tenant, subject, key, response, this.clock.epochMs() + REPLAY_MS]]));
  }

  /** Releases the key of a request that failed, so that it may be retried. */
  async release({ tenant, subject }: Caller, key: string): Promise<void> {
    await this.#write(RELEASE.to([[tenant, subject, key]]));
  }

  #write<T>(work: Work<T>): Promise<T> {
    return this.store.read(() => this.store.write(work));
  }
}

function* claim(key: readonly [string, string, string], fingerprint: string, expiresAt: number): Work<Claim> {
  const claimed = yield* CLAIM.to([[...key, fingerprint, expiresAt]]);
  if (claimed.length > 0) return { state: 'claimed' };
  const [earlier] = yield* READ.to([key]);
  if (earlier === undefined) return { state: 'inProgress' };
  if (earlier.fingerprint !== fingerprint) return { state: 'conflict' };
  return earlier.response === null ? { state: 'inProgress' } : { state: 'completed', response: earlier.response };
}
