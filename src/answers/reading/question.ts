import { NO_HISTORY, type History } from '../../conversations/index.js';
import type { RequestContext } from '../../core/index.js';
import { readSpeech, type Speech } from '../../text/index.js';
import type { Ask } from '../messages/ask.js';

/**
 * A question on its way through the pipeline: the validated message, the request it belongs to, and what the steps so
 * far have found out. Each step adds to it once; no later step repeats it.
 */
export class Question {
  /** What was said before in its conversation; undefined if the database did not return it in time. */
  history: History | undefined = NO_HISTORY;
  /** Key of the answer in the cache; undefined if this question may not be answered from it. Set before the lookup. */
  cacheKey: string | undefined;
  #speech: Speech | undefined;

  constructor(
    readonly ask: Ask,
    readonly context: RequestContext,
  ) {}

  /** What the asker says in it. */
  get speech(): Speech {
    return (this.#speech ??= readSpeech(this.ask.question));
  }

  get tenant(): string {
    return this.context.caller.tenant;
  }
}
