import { hash } from 'node:crypto';

import type { Caller, Clock } from '../core/index.js';
import { RowStatement, type Store, type Tables, type Work } from '../store/index.js';

/** What is known of a request with a key. */
export type Claim =
  | { readonly state: 'ours' }
  /** `response` is JSON. */
  | { readonly state: 'done'; readonly response: string }
  | { readonly state: 'underWay' }
  | { readonly state: 'other' };

/** Longer than any answer takes: whoever claimed a key and has not answered by then has died. */
const CLAIM_MS = 120_000;
/** How long a response is given again. */
const KEPT_MS = 86_400_000;

const KEY = { tenant: 'text', subject: 'text', key: 'text' } as const;
const IS_KEY = `idempotency.tenant = u.tenant and idempotency.subject = u.subject and idempotency.key = u.key`;

/** Returns the key if it was free, or was claimed by who has died or has answered long ago. */
const CLAIM = new RowStatement<Pick<Tables['idempotency'], 'key'>>(
  { ...KEY, fingerprint: 'text', expires_at: 'integer' },
  ({ values }) =>
    `insert into idempotency (tenant, subject, key, fingerprint, expires_at) ${values}
    on conflict (tenant, subject, key) do update
    set fingerprint = excluded.fingerprint, response = null, expires_at = excluded.expires_at
    where idempotency.expires_at <= excluded.expires_at - ${CLAIM_MS}
    returning key`,
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
 * What was answered to requests with an `Idempotency-Key`, for a day, on every replica.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export class IdempotencyStore {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /**
   * Claims a key for a request, unless that has been done.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`: without the database nobody knows whether it has been.
   */
  claim({ tenant, subject }: Caller, key: string, request: unknown): Promise<Claim> {
    const fingerprint = hash('sha256', JSON.stringify(request));
    const expiresAt = this.clock.epochMs() + CLAIM_MS;
    return this.#write(claimed([tenant, subject, key], fingerprint, expiresAt));
  }

  /** Keeps the response, JSON, to a request whose key was claimed. */
  complete({ tenant, subject }: Caller, key: string, response: string): Promise<void> {
    return this.#write(done(COMPLETE.to([[tenant, subject, key, response, this.clock.epochMs() + KEPT_MS]])));
  }

  /** Gives a key back whose request failed, so that it may be tried again. */
  release({ tenant, subject }: Caller, key: string): Promise<void> {
    return this.#write(done(RELEASE.to([[tenant, subject, key]])));
  }

  #write<T>(work: Work<T>): Promise<T> {
    return this.store.read(() => this.store.write(work));
  }
}

function* claimed(key: readonly [string, string, string], fingerprint: string, expiresAt: number): Work<Claim> {
  const ours = yield* CLAIM.to([[...key, fingerprint, expiresAt]]);
  if (ours.length > 0) return { state: 'ours' };
  const [earlier] = yield* READ.to([key]);
  if (earlier === undefined) return { state: 'underWay' };
  if (earlier.fingerprint !== fingerprint) return { state: 'other' };
  return earlier.response === null ? { state: 'underWay' } : { state: 'done', response: earlier.response };
}

function* done(work: Work<unknown>): Work<void> {
  yield* work;
}
