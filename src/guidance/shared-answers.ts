import { createHash } from 'node:crypto';

import type { AnswerCachePolicy, CacheHit } from '../cache/index.js';
import { roundToMicroseconds, type RequestContext } from '../common/index.js';
import type { ConversationStore } from '../conversations/index.js';
import type { FrameworkCatalog } from '../frameworks/index.js';
import type { ClassPolicy } from '../optimizer/index.js';

import type { Answer } from './answer.js';
import { askSchema, mayBeShared, type Ask } from './ask.js';
import { signReceipt, turnOf } from './receipt-builder.js';

export interface SharedAnswersOptions {
  /** Part of every key: answers of another configuration are not served. */
  readonly configVersion: string;
  readonly answerTtlMs: number;
  readonly partialAnswerTtlMs: number;
}

/**
 * Which answers may be given to another request, and how they look there.
 *
 * An answer is shared within its tenant, between requests that differ in nothing it depends on. A question within a
 * conversation depends on what was said before and is not shared.
 */
export class SharedAnswers implements AnswerCachePolicy<Answer> {
  constructor(
    private readonly options: SharedAnswersOptions,
    private readonly classes: ClassPolicy,
    private readonly conversations: ConversationStore,
    private readonly frameworks: FrameworkCatalog,
  ) {}

  keyOf(input: unknown, { caller }: RequestContext): string | undefined {
    const parsed = askSchema.safeParse(input);
    if (!parsed.success || !mayBeShared(parsed.data)) return undefined;
    const { question, role, personas, enhance } = parsed.data;
    const hash = createHash('sha256')
      .update(JSON.stringify([question.trim().replaceAll(/\s+/g, ' '), role, personas, enhance ?? 'auto']))
      .digest('base64url');
    return `${caller.tenant}/${this.options.configVersion}/${this.frameworks.current.library.version}/${hash}`;
  }

  ttlMsOf(answer: Answer): number {
    return answer.status === 'complete' ? this.options.answerTtlMs : this.options.partialAnswerTtlMs;
  }

  present({ value, ageMs }: CacheHit<Answer>, input: unknown, context: RequestContext): Answer {
    const { receipt } = value;
    context.level = this.classes.levelFor(context, {
      personas: receipt.personas.length,
      enhancements: receipt.enhancements.length,
    });
    context.degradations.push(...receipt.degradations);
    return {
      ...value,
      conversationId: this.#conversationAbout(value, askSchema.parse(input), context),
      receipt: {
        ...receipt,
        ...signReceipt(context),
        cache: { answer: 'hit', tier: 'l1', ageMs: roundToMicroseconds(ageMs) },
      },
    };
  }

  /** A conversation of this caller's own, which begins with the shared answer. */
  #conversationAbout({ id, receipt }: Answer, { question }: Ask, { caller }: RequestContext): string {
    const conversationId = this.conversations.start(caller.tenant);
    this.conversations.append(caller.tenant, conversationId, turnOf(question, id, receipt));
    return conversationId;
  }
}
