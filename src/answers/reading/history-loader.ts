import {
  EMPTY_SUMMARY,
  foldTurn,
  NO_HISTORY,
  type ConversationStore,
  type History,
} from '../../conversations/index.js';
import { DeadlineExceededError, type Deadline } from '../../core/index.js';
import { StoreUnavailableError } from '../../store/index.js';
import { readSpeech } from '../../text/index.js';

import type { Question } from './question.js';

export interface HistoryLoaderOptions {
  /** Longest wait for the database to read it, milliseconds. */
  readonly historyTimeoutMs: number;
}

/** Loads what was said before a question, as far as the database returns it in time. */
export class HistoryLoader {
  constructor(
    private readonly options: HistoryLoaderOptions,
    private readonly conversations: ConversationStore,
  ) {}

  /**
   * Sets `question.history`; a history that is late or unavailable is disclosed as a degradation.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`, also for a conversation of another tenant.
   */
  async load(question: Question): Promise<void> {
    const { ask, context, tenant } = question;
    if (ask.conversationId === undefined || !question.hasStoredHistory) return;
    const { deadline } = context.level;
    // At most half of the time left: the answer still has to be composed.
    using patience = deadline.child(deadline.remainingMs / 2);
    try {
      const { historyTimeoutMs } = this.options;
      const turns = await this.conversations.history(tenant, ask.conversationId, patience, historyTimeoutMs);
      question.history = upTo(question.options.after, spokenIn(turns));
    } catch (error) {
      const isLate = error instanceof DeadlineExceededError;
      if (!isLate && !(error instanceof StoreUnavailableError)) throw error;
      question.history = undefined;
      context.degradations.push({
        component: 'conversations',
        cause: isLate ? 'deadline' : 'failed',
        effect: 'what was said before was not taken into account',
      });
    }
  }

  /**
   * The history of a question that is prepared in advance: without it, the question is not prepared at all.
   *
   * @throws {ConversationNotFoundError | StoreUnavailableError | DeadlineExceededError}
   */
  async require({ ask, tenant }: Question, deadline: Deadline): Promise<History> {
    if (ask.conversationId === undefined) return NO_HISTORY;
    return spokenIn(await this.conversations.history(tenant, ask.conversationId, deadline));
  }
}

/** What was said up to an answer; all of it, if that answer is not among the latest. */
function upTo(answerId: string | undefined, history: History): History {
  const at = history.turns.findLastIndex((turn) => turn.answerId === answerId);
  if (at < 0 || at === history.turns.length - 1) return history;
  const turns = history.turns.slice(0, at + 1);
  return { turns, summary: turns.reduce(foldTurn, EMPTY_SUMMARY) };
}

/** What was said, without what programs put between. */
function spokenIn(history: History): History {
  const turns = history.turns.map((turn) => ({ ...turn, question: readSpeech(turn.question).text }));
  return { ...history, turns };
}
