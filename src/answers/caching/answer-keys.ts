import { hash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

import type { FrameworkCatalog } from '../../frameworks/index.js';
import { normalizedQuestionKey } from '../../text/index.js';
import type { Question } from '../reading/question.js';

/** Questions whose normalized key is remembered, and the longest of them, characters. */
const REMEMBERED = { max: 2_000, maxLength: 1_000 } as const;

/**
 * Keys of answers in the cache: the tenant, everything an answer depends on as a digest, and never the question itself.
 *
 * An answer is shared within its tenant between equal questions and wordings that mean the same. A question within a
 * conversation depends on what was said before: its answer is shared, word for word, with conversations in which the
 * same was said.
 */
export class AnswerKeys {
  readonly #normalized = new LRUCache<string, string>({ max: REMEMBERED.max });

  constructor(
    private readonly frameworks: FrameworkCatalog,
    /** Changes with all that an answer depends on in the configuration. */
    private readonly configVersion: () => string,
  ) {}

  /** @returns at most 512 bytes; undefined if the question may not be answered from the cache. */
  keyOf(question: Question): string | undefined {
    if (question.context.wantsFresh || question.history === undefined || !question.isStored) return undefined;
    const { enhance = 'auto', personas, question: text, role } = question.ask;
    const basis = question.opensConversation
      ? [this.#normalizedKey(text), role, personas, enhance]
      : [text, role, personas, enhance, digestOf(question)];
    const digest = hash('sha256', JSON.stringify(basis), 'base64url');
    return `${question.tenant}/${this.configVersion()}/${this.frameworks.current.library.version}/${digest}`;
  }

  #normalizedKey(text: string): string {
    const known = this.#normalized.get(text);
    if (known !== undefined) return known;
    const key = normalizedQuestionKey(text);
    if (text.length <= REMEMBERED.maxLength) this.#normalized.set(text, key);
    return key;
  }
}

/** Equal for conversations in which the same was asked and answered; times and identifiers of turns do not count. */
function digestOf({ history }: Question): string {
  const { turns = [], summary } = history ?? {};
  const said = turns.map(({ question, answerId, lead, frameworks }) => [question, answerId, lead, frameworks]);
  return hash('sha256', JSON.stringify([said, summary]), 'base64url');
}
