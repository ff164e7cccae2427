import { idPattern, type Caller } from '../core/index.js';
import type { Store } from '../store/index.js';

import type { Journal } from './journal/journal.js';
import { CursorInvalidError, pageOf, type Page } from './records/page.js';
import type { RecentAnswer } from './records/recent-answer.js';
import { turnSchema } from './records/turn.js';

/** What a list shows of a question, characters. */
const MAX_QUESTION_LENGTH = 300;

/** Answers by the caller that they were given to, whichever conversation they belong to. */
export class RecentAnswers {
  constructor(
    private readonly store: Store,
    private readonly journal: Journal,
  ) {}

  /**
   * Answers given to a caller, latest first. Those of conversations that were deleted are not among them.
   *
   * @throws {CursorInvalidError} `CURSOR_INVALID`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   */
  async page({ tenant, subject }: Caller, limit: number, cursor?: string): Promise<Page<RecentAnswer>> {
    if (cursor !== undefined && !idPattern('trn').test(cursor)) throw new CursorInvalidError();
    // What this replica has just answered is among them.
    if (this.journal.hasTurnsOf(tenant) && !this.journal.state.isBlocked) await this.journal.flush();
    const rows = await this.store.read((db) => {
      const all = db
        .selectFrom('turns')
        .select(['id', 'conversation_id', 'body'])
        .where('tenant', '=', tenant)
        .where('subject', '=', subject);
      return (cursor === undefined ? all : all.where('id', '<', cursor))
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
    });
    return pageOf(rows, limit, { cursorOf: ({ id }) => id ?? '', itemOf: recentAnswerOf });
  }
}

function recentAnswerOf({ conversation_id, body }: { conversation_id: string; body: string }): RecentAnswer {
  const { answerId, at, question, lead, frameworks } = turnSchema.parse(JSON.parse(body));
  return {
    id: answerId,
    conversationId: conversation_id,
    at,
    question: question.slice(0, MAX_QUESTION_LENGTH).toWellFormed(),
    lead,
    frameworks,
  };
}
