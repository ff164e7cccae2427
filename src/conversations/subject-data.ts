import { newId, type Clock } from '../core/index.js';
import type { Store } from '../store/index.js';

import { AuditTrail } from './audit/audit-trail.js';
import type { JournalEntry } from './journal/journal-entry.js';
import { writeGroup } from './journal/journal-writer.js';

/** Whose data: all of a tenant, or what one of its callers asked. */
export interface Subject {
  readonly tenant: string;
  /** As keys and tokens name it. */
  readonly subject?: string | undefined;
}

/** Conversations read or deleted at once. */
const CHUNK_SIZE = 100;

/**
 * What is stored of a tenant or of one of its callers, for those who ask for it or want it gone: the conversations in which
 * they asked, as a whole.
 */
export class SubjectData {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /**
   * Each conversation with its turns, answers and what was said about them as a line of JSON; of one caller, a last line
   * has what it said about answers to others.
   */
  async *lines(subject: Subject): AsyncGenerator<string> {
    const seen = new Set<string>();
    for await (const ids of this.#conversations(subject)) {
      for (const id of ids) {
        yield `${JSON.stringify(await this.#conversation(subject.tenant, id))}\n`;
        seen.add(id);
      }
    }
    const feedback = await this.#feedbackElsewhere(subject, seen);
    if (feedback.length > 0) yield `${JSON.stringify({ ...subject, feedback })}\n`;
  }

  /**
   * Deletes the conversations, turns, answers and feedback, and what idempotency keys have kept. The audit trail stays: it is what
   * proves the deletion, and each event holds a hash of the question unless `audit.questionText` is on.
   *
   * @returns how many conversations were deleted.
   */
  async erase(subject: Subject): Promise<number> {
    const { tenant } = subject;
    let erased = 0;
    for await (const ids of this.#conversations(subject)) {
      const at = this.clock.epochMs();
      const entries = ids.map((conversationId): JournalEntry => ({ kind: 'deletion', tenant, conversationId, at }));
      await this.store.write(writeGroup(entries, newId('grp', at), at));
      erased += ids.length;
    }
    if (subject.subject !== undefined) {
      const said = this.store.db.deleteFrom('feedback').where('tenant', '=', tenant);
      await said.where('subject', '=', subject.subject).execute();
    }
    const kept = this.store.db.deleteFrom('idempotency').where('tenant', '=', tenant);
    await (subject.subject === undefined ? kept : kept.where('subject', '=', subject.subject)).execute();
    return erased;
  }

  async *#conversations({ tenant, subject }: Subject): AsyncGenerator<string[]> {
    if (subject === undefined) yield* this.#all(tenant);
    else yield* this.#askedBy(tenant, subject);
  }

  async *#all(tenant: string): AsyncGenerator<string[]> {
    for (let after = ''; ;) {
      const rows = await this.store.read((db) =>
        db
          .selectFrom('conversations')
          .select('id')
          .where('tenant', '=', tenant)
          .where('deleted_at', 'is', null)
          .where('id', '>', after)
          .orderBy('id')
          .limit(CHUNK_SIZE)
          .execute(),
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(({ id }) => id);
      after = last.id;
    }
  }

  async *#askedBy(tenant: string, subject: string): AsyncGenerator<string[]> {
    const turns = await this.store.read((db) =>
      db
        .selectFrom('turns')
        .select('conversation_id')
        .distinct()
        .where('tenant', '=', tenant)
        .where('subject', '=', subject)
        .execute(),
    );
    const seen = new Set(turns.map(({ conversation_id }) => conversation_id));
    // Turns of earlier versions do not say whose they are.
    for await (const line of new AuditTrail(this.store).lines(tenant)) {
      const { event } = JSON.parse(line) as { event: { subject?: string; answer?: { conversationId?: string } } };
      if (event.subject === subject && event.answer?.conversationId !== undefined)
        seen.add(event.answer.conversationId);
    }
    const asked = [...seen];
    for (let at = 0; at < asked.length; at += CHUNK_SIZE) {
      const ids = asked.slice(at, at + CHUNK_SIZE);
      const rows = await this.store.read((db) =>
        db
          .selectFrom('conversations')
          .select('id')
          .where('tenant', '=', tenant)
          .where('deleted_at', 'is', null)
          .where('id', 'in', ids)
          .execute(),
      );
      if (rows.length > 0) yield rows.map(({ id }) => id);
    }
  }

  async #conversation(tenant: string, id: string) {
    const bodies = (table: 'turns' | 'answers' | 'feedback') =>
      this.store.read(async (db) => {
        const rows = await db
          .selectFrom(table)
          .select('body')
          .where('tenant', '=', tenant)
          .where('conversation_id', '=', id)
          .execute();
        return rows.map(({ body }) => JSON.parse(body) as unknown);
      });
    return {
      tenant,
      conversationId: id,
      turns: await bodies('turns'),
      answers: await bodies('answers'),
      feedback: await bodies('feedback'),
    };
  }

  /** An answer from the cache belongs to the conversation that it was composed for. */
  async #feedbackElsewhere({ subject, tenant }: Subject, own: ReadonlySet<string>): Promise<unknown[]> {
    if (subject === undefined) return [];
    const rows = await this.store.read((db) =>
      db
        .selectFrom('feedback')
        .select(['body', 'conversation_id'])
        .where('tenant', '=', tenant)
        .where('subject', '=', subject)
        .execute(),
    );
    return rows
      .filter(({ conversation_id }) => !own.has(conversation_id))
      .map(({ body }) => JSON.parse(body) as unknown);
  }
}
