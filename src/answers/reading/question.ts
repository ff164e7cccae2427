import { NO_HISTORY, type History } from '../../conversations/index.js';
import type { RequestContext } from '../../core/index.js';
import { readSpeech, type Speech } from '../../text/index.js';
import type { Ask } from '../messages/ask.js';

/** What an endpoint says about a question beside its message. */
export interface QuestionOptions {
  /** What was said before, where the endpoint brings that along. */
  readonly history?: History | undefined;
  /** Id of the answer after which it goes on, in a conversation that may have gone on in another way. */
  readonly after?: string | undefined;
  /** Id of the conversation that begins with it. @default a new one */
  readonly beginning?: string | undefined;
  /** Whether it may be stored; if not, the audit trail alone tells of it. @default true */
  readonly isStored?: boolean;
}

/**
 * A question on its way through the pipeline: the validated message, the request it belongs to, and what the steps so
 * far have found out. Each step adds to it once; no later step repeats it.
 */
export class Question {
  /** What was said before in its conversation; undefined if the database did not return it in time. */
  history: History | undefined;
  /** Key of the answer in the cache; undefined if this question may not be answered from it. Set before the lookup. */
  cacheKey: string | undefined;
  #speech: Speech | undefined;

  constructor(
    readonly ask: Ask,
    readonly context: RequestContext,
    readonly options: QuestionOptions = {},
  ) {
    this.history = options.history ?? NO_HISTORY;
  }

  get isStored(): boolean {
    return this.options.isStored ?? true;
  }

  /** Whether what was said before is to be read from the database. */
  get hasStoredHistory(): boolean {
    return this.ask.conversationId !== undefined && this.options.history === undefined;
  }

  /** Whether nothing was said before it. */
  get opensConversation(): boolean {
    return this.ask.conversationId === undefined && this.options.history === undefined;
  }

  /** What the asker says in it. */
  get speech(): Speech {
    return (this.#speech ??= readSpeech(this.ask.question));
  }

  get tenant(): string {
    return this.context.caller.tenant;
  }
}
