import type { Store } from '../../store/index.js';

import { ChainVerifier, type ChainBreak } from './audit-chain.js';
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

/** Rows read at once; a row is about a kilobyte. */
const CHUNK_SIZE = 1_000;

/** Reads and verifies audit trails. Events are written through the journal. */
export class AuditTrail {
  constructor(private readonly store: Store) {}

  /**
   * Events of a tenant, oldest first.
   *
   * @throws {CursorInvalidError} `CURSOR_INVALID`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   */
  async page(tenant: string, limit: number, cursor?: string): Promise<Page<AuditRecord>> {
    const rows = await this.#rows(tenant, numberCursor(cursor) ?? 0, limit + 1);
    return pageOf(rows, limit, {
      cursorOf: ({ seq }) => String(seq),
      itemOf: ({ seq, at, hash, body }) => ({ seq, at, hash, event: auditEventSchema.parse(JSON.parse(body)) }),
    });
  }

  /** Every event of a tenant as a line of JSON, oldest first; in chunks, so that any number fits. */
  async *lines(tenant: string): AsyncGenerator<string> {
    for await (const { seq, at, hash, body } of this.#all(tenant, 0)) {
      yield `${JSON.stringify({ tenant, seq, at, hash, event: JSON.parse(body) as unknown })}\n`;
    }
  }

  /** Tenants that have a trail. */
  async tenants(): Promise<string[]> {
    const rows = await this.store.read((db) =>
      db.selectFrom('audit_heads').select('tenant').orderBy('tenant').execute(),
    );
    return rows.map(({ tenant }) => tenant);
  }

  /** Verifies the whole trail of a tenant. */
  async verify(tenant: string): Promise<AuditVerdict> {
    const head = await this.store.read((db) =>
      db.selectFrom('audit_heads').selectAll().where('tenant', '=', tenant).executeTakeFirst(),
    );
    if (head === undefined) return { tenant, events: 0, head: '', break: undefined };
    const verifier = new ChainVerifier(head.anchor_seq, head.anchor_hash);
    let events = 0;
    for await (const row of this.#all(tenant, head.anchor_seq)) {
      // Written since the head was read.
      if (row.seq > head.seq) break;
      if (verifier.next({ tenant, ...row }) !== undefined) break;
      events++;
    }
    return { tenant, events, head: head.hash, break: verifier.end(head.seq, head.hash) };
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
