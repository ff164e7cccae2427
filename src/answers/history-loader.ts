import { DeadlineExceededError, type RequestContext } from '../core/index.js';
import { NO_HISTORY, type ConversationStore, type History } from '../conversations/index.js';
import { StoreUnavailableError } from '../store/index.js';

import type { Ask } from './messages/ask.js';

export interface HistoryLoaderOptions {
  /** Longest an answer waits for what was said before, milliseconds. */
  readonly historyTimeoutMs: number;
}

/** What was said before a question, as far as it can be had in time. */
export class HistoryLoader {
  constructor(
    private readonly options: HistoryLoaderOptions,
    private readonly conversations: ConversationStore,
  ) {}

  /**
   * The history of the conversation that the question continues; undefined, disclosed in the context, if the database
   * does not give it in time.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`, also for a conversation of another tenant.
   */
  async of({ conversationId }: Ask, { caller, degradations, level }: RequestContext): Promise<History | undefined> {
    if (conversationId === undefined) return NO_HISTORY;
    // Half of what is left at most: there is still an answer to be made.
    using deadline = level.deadline.child(Math.min(this.options.historyTimeoutMs, level.deadline.remainingMs / 2));
    try {
      return await this.conversations.history(caller.tenant, conversationId, deadline);
    } catch (error) {
      const isLate = error instanceof DeadlineExceededError;
      if (!isLate && !(error instanceof StoreUnavailableError)) throw error;
      degradations.push({
        component: 'conversations',
        cause: isLate ? 'deadline' : 'failed',
        effect: 'what was said before was not taken into account',
      });
      return undefined;
    }
  }
}
