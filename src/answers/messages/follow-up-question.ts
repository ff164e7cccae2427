import { hash } from 'node:crypto';

import { NO_HISTORY, type History } from '../../conversations/index.js';

import { askSchema, type Ask } from './ask.js';

/** A question with what was said before it in its conversation: all that its answer depends on. */
export class FollowUpQuestion {
  #digest: string | undefined;

  constructor(
    readonly ask: Ask,
    readonly history: History,
  ) {}

  /** Equal for conversations in which the same was asked and answered; times and identifiers of turns do not count. */
  get digest(): string {
    const { turns, summary } = this.history;
    this.#digest ??= hash(
      'sha256',
      JSON.stringify([
        turns.map(({ question, answerId, lead, frameworks }) => [question, answerId, lead, frameworks]),
        summary,
      ]),
      'base64url',
    );
    return this.#digest;
  }
}

/** A question as a face takes it, or with its history, as the cache may get either. */
export function askIn(input: unknown): Pick<FollowUpQuestion, 'ask' | 'history'> {
  return input instanceof FollowUpQuestion ? input : { ask: askSchema.parse(input), history: NO_HISTORY };
}
