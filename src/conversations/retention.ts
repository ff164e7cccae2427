import type { AppConfig } from '../config/index.js';
import { every, EventChannel, newId, reasonOf, type CancelTimer, type Clock } from '../core/index.js';
import type { Store } from '../store/index.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The first run comes soon: a replica that is replaced every hour would never delete anything. */
const FIRST_MS = 60_000;
/** Conversations deleted in one transaction, which bounds how long it holds its locks. */
const CHUNK_SIZE = 200;
/** Audit events deleted in one transaction. */
const AUDIT_CHUNK_SIZE = 2_000;
/** Group commits are remembered for as long as one could be tried again, by the process that is started after a crash. */
const COMMITS_MS = DAY_MS;

/** Published when a run has ended; `failure` says in plain words why it could not delete everything. */
export const retentionEnded = new EventChannel<{ readonly at: number; readonly failure: string | undefined }>(
  'conversations:retention:ended',
);

/** Deletes what has reached its retention period, a minute after the start and then every hour. */
export class Retention {
  #stop: CancelTimer | undefined;
  #cancelFirst: CancelTimer | undefined;

  constructor(
    private readonly options: AppConfig['retention'],
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.#cancelFirst = this.clock.schedule(FIRST_MS, () => void this.#run());
    this.#stop = every(this.clock, HOUR_MS, () => this.#run());
  }

  stop(): void {
    this.#cancelFirst?.();
    this.#stop?.();
  }

  /** A run that fails is done again an hour later. */
  async #run(): Promise<void> {
    let failure: string | undefined;
    try {
      await this.sweep();
    } catch (error) {
      failure = reasonOf(error);
    }
    retentionEnded.publish({ at: this.clock.epochMs(), failure });
  }

  /** @throws an error of the database; what was deleted before stays deleted. */
  async sweep(): Promise<void> {
    const now = this.clock.epochMs();
    const { conversationDays, auditDays } = this.options;
    await this.#sweepConversations(now - conversationDays * DAY_MS);
    await this.#sweepAudit(now - auditDays * DAY_MS);
    await this.store.db
      .deleteFrom('commits')
      .where('at', '<', now - COMMITS_MS)
      .execute();
    await this.store.db.deleteFrom('idempotency').where('expires_at', '<', now).execute();
  }

  /** Ids sort by time of creation, so that younger conversations are not even read. */
  async #sweepConversations(before: number): Promise<void> {
    const youngest = newId('cnv', before);
    for (let tenant = await this.#tenantAfter(''); tenant !== undefined; tenant = await this.#tenantAfter(tenant)) {
      for (let last = ''; ;) {
        const { db } = this.store;
        const rows = await db
          .selectFrom('conversations')
          .select(['id', 'updated_at'])
          .where('tenant', '=', tenant)
          .where('id', '>', last)
          .where('id', '<', youngest)
          .orderBy('id')
          .limit(CHUNK_SIZE)
          .execute();
        const ids = rows.filter(({ updated_at }) => updated_at < before).map(({ id }) => id);
        if (ids.length > 0) await this.#delete(tenant, ids);
        const end = rows.at(-1);
        if (rows.length < CHUNK_SIZE || end === undefined) break;
        last = end.id;
      }
    }
  }

  async #tenantAfter(tenant: string): Promise<string | undefined> {
    const row = await this.store.db
      .selectFrom('conversations')
      .select('tenant')
      .where('tenant', '>', tenant)
      .orderBy('tenant')
      .limit(1)
      .executeTakeFirst();
    return row?.tenant;
  }

  async #delete(tenant: string, ids: readonly string[]): Promise<void> {
    await this.store.transaction(async (transaction) => {
      for (const table of ['turns', 'answers', 'feedback'] as const) {
        await transaction.deleteFrom(table).where('tenant', '=', tenant).where('conversation_id', 'in', ids).execute();
      }
      await transaction.deleteFrom('conversations').where('tenant', '=', tenant).where('id', 'in', ids).execute();
    });
  }

  /** What remains of a trail is anchored by the hash of the last event deleted. */
  async #sweepAudit(before: number): Promise<void> {
    const heads = await this.store.db.selectFrom('audit_heads').select(['tenant', 'anchor_seq']).execute();
    for (const { tenant, anchor_seq } of heads) {
      const firstRetained = await this.store.db
        .selectFrom('audit')
        .select('seq')
        .where('tenant', '=', tenant)
        .where('seq', '>', anchor_seq)
        .where('at', '>=', before)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst();
      while (await this.#deleteEvents(tenant, firstRetained?.seq)) continue;
    }
  }

  /** Deletes the oldest events of a trail before `end`, or before its end. @returns whether there may be more. */
  async #deleteEvents(tenant: string, end: number | undefined): Promise<boolean> {
    return this.store.transaction(async (transaction) => {
      const old = transaction.selectFrom('audit').select(['seq', 'hash']).where('tenant', '=', tenant);
      const oldest = await (end === undefined ? old : old.where('seq', '<', end))
        .orderBy('seq')
        .limit(AUDIT_CHUNK_SIZE)
        .execute();
      const last = oldest.at(-1);
      if (last === undefined) return false;
      await transaction.deleteFrom('audit').where('tenant', '=', tenant).where('seq', '<=', last.seq).execute();
      await transaction
        .updateTable('audit_heads')
        .set({ anchor_seq: last.seq, anchor_hash: last.hash })
        .where('tenant', '=', tenant)
        .execute();
      return oldest.length === AUDIT_CHUNK_SIZE;
    });
  }
}
