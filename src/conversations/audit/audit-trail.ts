import type { Store } from '../../store/index.js';

import { ChainVerifier, GENESIS, type ChainBreak } from './audit-chain.js';
import { auditEventSchema, type AuditRecord } from './audit-event.js';
import { numberCursor, pageOf, type Page } from '../records/page.js';

/** The result of verifying one tenant's trail. */
export interface AuditVerdict {
  readonly tenant: string;
  /** Events checked. */
  readonly events: number;
  /** Hash of the last event: with a copy elsewhere, a rewrite of the trail up to it is detected. */
  readonly head: string;
  readonly break: ChainBreak | undefined;
}

/** From one time up to another, which is excluded; milliseconds since the epoch. */
export interface TimeRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Clocks of replicas differ by less, milliseconds. */
const SKEW_MS = 60_000;
/** Rows read at once; a row is about a kilobyte. */
const CHUNK_SIZE = 1_000;

/** Reads and verifies audit trails. Events are written through the journal. */
export class AuditTrail {
  readonly #verifying = new Map<string, Promise<AuditVerdict>>();

  constructor(private readonly store: Store) {}

  /**
   * Events of a tenant.
   *
   * @throws {CursorInvalidError} `CURSOR_INVALID`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   */
  async page(
    tenant: string,
    limit: number,
    cursor?: string,
    order: 'oldest' | 'newest' = 'oldest',
  ): Promise<Page<AuditRecord>> {
    const after = numberCursor(cursor);
    const rows =
      order === 'oldest'
        ? await this.#rows(tenant, after ?? 0, limit + 1)
        : await this.#rowsBefore(tenant, after ?? Number.MAX_SAFE_INTEGER, limit + 1);
    return pageOf(rows, limit, {
      cursorOf: ({ seq }) => String(seq),
      itemOf: ({ seq, at, hash, body }) => ({ seq, at, hash, event: auditEventSchema.parse(JSON.parse(body)) }),
    });
  }

  /** Events of a tenant as lines of JSON, oldest first; in chunks, so that any number fits. */
  async *lines(tenant: string, { from = -Infinity, to = Infinity }: TimeRange = {}): AsyncGenerator<string> {
    for await (const { seq, at, hash, body } of this.#all(tenant, 0)) {
      if (at < from || at >= to) continue;
      yield `${JSON.stringify({ tenant, seq, at, hash, event: JSON.parse(body) as unknown })}\n`;
    }
  }

  /** Tenants that have a trail or should have one, because something was answered to them. */
  async tenants(): Promise<string[]> {
    const rows = await this.store.read((db) =>
      db
        .selectFrom('audit_heads')
        .select('tenant')
        .union(db.selectFrom('audit').select('tenant'))
        .union(db.selectFrom('conversations').select('tenant'))
        .orderBy('tenant')
        .execute(),
    );
    return rows.map(({ tenant }) => tenant);
  }

  /**
   * Verifies the whole trail of a tenant.
   *
   * A trail that was removed with its end, or begun anew, is whole in itself: it is compared with what else is known.
   *
   * @param known Hash of an event, as an earlier verification gave it.
   */
  async verify(tenant: string, known?: string): Promise<AuditVerdict> {
    const firstAnswerAt = await this.#firstAnswerAt(tenant);
    const head = await this.store.read((db) =>
      db.selectFrom('audit_heads').selectAll().where('tenant', '=', tenant).executeTakeFirst(),
    );
    const end = head ?? { seq: 0, hash: '', anchor_seq: 0, anchor_hash: GENESIS };
    const verifier = new ChainVerifier(end.anchor_seq, end.anchor_hash);
    let [events, firstAt] = [0, Infinity];
    let isKnown = known === undefined || known === end.anchor_hash;
    for await (const row of this.#all(tenant, end.anchor_seq)) {
      // Written since the head was read.
      if (row.seq > end.seq) break;
      if (verifier.next({ tenant, ...row }) !== undefined) break;
      events++;
      firstAt = Math.min(firstAt, row.at);
      isKnown ||= row.hash === known;
    }
    const found = verifier.end(end.seq, head?.hash ?? GENESIS);
    const isOlder = end.anchor_seq === 0 && firstAnswerAt !== undefined && firstAnswerAt < firstAt - SKEW_MS;
    const hidden = isOlder ? 'emptied' : isKnown ? undefined : 'rewritten';
    return {
      tenant,
      events,
      head: end.hash,
      break: found ?? (hidden === undefined ? undefined : { seq: end.anchor_seq + 1, reason: hidden }),
    };
  }

  /** As {@link verify}; callers that ask meanwhile share the result, because it reads the whole trail. */
  verifyShared(tenant: string): Promise<AuditVerdict> {
    const running = this.#verifying.get(tenant) ?? this.verify(tenant).finally(() => this.#verifying.delete(tenant));
    this.#verifying.set(tenant, running);
    return running;
  }

  async #firstAnswerAt(tenant: string): Promise<number | undefined> {
    const row = await this.store.read((db) =>
      db
        .selectFrom('conversations')
        .select('created_at')
        .where('tenant', '=', tenant)
        .orderBy('id')
        .limit(1)
        .executeTakeFirst(),
    );
    return row?.created_at;
  }

  async *#all(tenant: string, from: number) {
    for (let after = from; ;) {
      const rows = await this.#rows(tenant, after, CHUNK_SIZE);
      yield* rows;
      const last = rows.at(-1);
      if (rows.length < CHUNK_SIZE || last === undefined) return;
      after = last.seq;
    }
  }

  #rowsBefore(tenant: string, before: number, limit: number) {
    return this.store.read((db) =>
      db
        .selectFrom('audit')
        .select(['seq', 'at', 'hash', 'body'])
        .where('tenant', '=', tenant)
        .where('seq', '<', before)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute(),
    );
  }

  #rows(tenant: string, after: number, limit: number) {
    return this.store.read((db) =>
      db
        .selectFrom('audit')
        .select(['seq', 'at', 'hash', 'body'])
        .where('tenant', '=', tenant)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute(),
    );
  }
}
