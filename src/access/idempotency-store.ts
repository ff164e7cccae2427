import { createHash } from 'node:crypto';

import type { Caller, Clock } from '../common/index.js';
import type { Store } from '../store/index.js';

/** What is known of a request with a key. */
export type Claim =
  | { readonly state: 'ours' }
  | { readonly state: 'done'; readonly response: unknown }
  | { readonly state: 'underWay' }
  | { readonly state: 'other' };

/** Longer than any answer takes: whoever claimed a key and has not answered by then has died. */
const CLAIM_MS = 120_000;
/** How long a response is given again. */
const KEPT_MS = 86_400_000;

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
  async claim({ tenant, subject }: Caller, key: string, request: unknown): Promise<Claim> {
    const now = this.clock.epochMs();
    const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    const row = { tenant, subject, key, fingerprint, response: null, expires_at: now + CLAIM_MS };
    const claimed = await this.store.read((db) =>
      db
        .insertInto('idempotency')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['tenant', 'subject', 'key'])
            .doUpdateSet({ fingerprint, response: null, expires_at: row.expires_at })
            .where('idempotency.expires_at', '<=', now),
        )
        .returning('key')
        .execute(),
    );
    if (claimed.length > 0) return { state: 'ours' };
    const earlier = await this.store.read((db) =>
      db
        .selectFrom('idempotency')
        .select(['fingerprint', 'response'])
        .where('tenant', '=', tenant)
        .where('subject', '=', subject)
        .where('key', '=', key)
        .executeTakeFirst(),
    );
    if (earlier === undefined) return { state: 'underWay' };
    if (earlier.fingerprint !== fingerprint) return { state: 'other' };
    return earlier.response === null
      ? { state: 'underWay' }
      : { state: 'done', response: JSON.parse(earlier.response) as unknown };
  }

  /** Keeps the response to a request whose key was claimed. */
  async complete({ tenant, subject }: Caller, key: string, response: unknown): Promise<void> {
    const kept = { response: JSON.stringify(response), expires_at: this.clock.epochMs() + KEPT_MS };
    await this.store.read((db) =>
      db
        .updateTable('idempotency')
        .set(kept)
        .where('tenant', '=', tenant)
        .where('subject', '=', subject)
        .where('key', '=', key)
        .execute(),
    );
  }

  /** Gives a key back whose request failed, so that it may be tried again. */
  async release({ tenant, subject }: Caller, key: string): Promise<void> {
    await this.store.read((db) =>
      db
        .deleteFrom('idempotency')
        .where('tenant', '=', tenant)
        .where('subject', '=', subject)
        .where('key', '=', key)
        .where('response', 'is', null)
        .execute(),
    );
  }
}
