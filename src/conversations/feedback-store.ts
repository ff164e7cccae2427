import type { Store } from '../store/index.js';

import type { Journal } from './journal/journal.js';
import { feedbackSchema, storedFeedbackSchema, type Feedback, type StoredFeedback } from './records/feedback.js';

/** Feedback on answers, one for each answer and caller; deleted with the conversation of the answer. */
export class FeedbackStore {
  constructor(
    private readonly store: Store,
    private readonly journal: Journal,
  ) {}

  /**
   * Records what a caller says about an answer; it replaces what the caller said before.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full.
   */
  record(tenant: string, conversationId: string, subject: string, feedback: StoredFeedback): void {
    this.journal.record({ kind: 'feedback', tenant, conversationId, subject, feedback });
  }

  /** What a caller said about an answer; undefined for nothing. @throws {StoreUnavailableError} `STORE_UNAVAILABLE` */
  async of(tenant: string, answerId: string, subject: string): Promise<StoredFeedback | undefined> {
    const row = await this.store.read((db) =>
      db
        .selectFrom('feedback')
        .select('body')
        .where('tenant', '=', tenant)
        .where('answer_id', '=', answerId)
        .where('subject', '=', subject)
        .executeTakeFirst(),
    );
    return row && storedFeedbackSchema.parse(JSON.parse(row.body));
  }

  /** What was said about answers of a tenant. @throws {StoreUnavailableError} `STORE_UNAVAILABLE` */
  async on(tenant: string, answerIds: readonly string[]): Promise<Feedback[]> {
    if (answerIds.length === 0) return [];
    const rows = await this.store.read((db) =>
      db
        .selectFrom('feedback')
        .select('body')
        .where('tenant', '=', tenant)
        .where('answer_id', 'in', answerIds)
        .execute(),
    );
    return rows.map(({ body }) => feedbackSchema.strip().parse(JSON.parse(body)));
  }

  /** The latest feedback of all tenants since a time, to be counted. @throws {StoreUnavailableError} `STORE_UNAVAILABLE` */
  async latest(sinceMs: number, limit: number): Promise<StoredFeedback[]> {
    const rows = await this.store.read((db) =>
      db.selectFrom('feedback').select('body').where('at', '>=', sinceMs).orderBy('at', 'desc').limit(limit).execute(),
    );
    return rows.map(({ body }) => storedFeedbackSchema.parse(JSON.parse(body)));
  }
}
