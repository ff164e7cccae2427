import { hash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

import type { AnswerCachePolicy, AnswerLife, Asker, Served } from './answer-cache.js';
import type { CacheUse } from '../messages/cache-use.js';
import type { CacheResult } from '../../cache/index.js';
import { roundToMicroseconds, type Deadline, type RequestContext } from '../../core/index.js';
import type { ConversationStore } from '../../conversations/index.js';
import type { FrameworkCatalog } from '../../frameworks/index.js';
import type { ClassPolicy } from '../../optimizer/index.js';
import { normalizedQuestionKey } from '../../text/index.js';

import type { Answer } from '../messages/answer.js';
import { askSchema, type Ask } from '../messages/ask.js';
import { askIn, FollowUpQuestion } from '../messages/follow-up-question.js';
import { StoredAnswer } from './cached-answer.js';
import { buildReceipt, statusOf } from '../receipt-builder.js';
import type { AnswerRecorder } from '../answer-recorder.js';

export interface SharedAnswersOptions {
  /** Part of every key: answers of another configuration are not served. It changes with the MCP servers. */
  readonly configVersion: () => string;
  readonly answerTtlMs: number;
  readonly answerGraceMs: number;
  readonly partialAnswerTtlMs: number;
  /** Kept of every deadline for the reply at least, milliseconds. */
  readonly replyReserveMs: number;
}

/** Questions whose meaning is remembered, and the longest of them, characters. */
const REMEMBERED = { max: 2_000, longest: 1_000 } as const;
/** Who waits for another's answer gives up after that one must have been given, but while there is time for its own. */
const PATIENCE_SHARE = 0.6;
/** Of the time in which a request must be let in, so much is spent on another replica: then there is time for its own. */
const LEASE_WAIT_SHARE = 0.75;

/**
 * Which answers may be given to another request, and how they look there.
 *
 * An answer is shared within its tenant, between requests that differ in nothing it depends on: equal questions, and
 * wordings that mean the same. A question within a conversation depends on what was said before: its answer is
 * shared, word for word, with conversations in which the same was said.
 */
export class SharedAnswers implements AnswerCachePolicy<Answer, StoredAnswer> {
  readonly schema = StoredAnswer.schema;
  readonly #signatures = new LRUCache<string, string>({ max: REMEMBERED.max });

  constructor(
    private readonly options: SharedAnswersOptions,
    private readonly classes: ClassPolicy,
    private readonly conversations: ConversationStore,
    private readonly frameworks: FrameworkCatalog,
    private readonly records: AnswerRecorder,
  ) {}

  sizeOf({ bytes }: StoredAnswer): number {
    return bytes;
  }

  fingerprintOf({ fingerprint }: StoredAnswer): number {
    return fingerprint;
  }

  keyOf(input: unknown, { caller, wantsFresh }: Asker): string | undefined {
    if (wantsFresh) return undefined;
    const basis = input instanceof FollowUpQuestion ? this.#continuedBasis(input) : this.#basis(input);
    if (basis === undefined) return undefined;
    const digest = hash('sha256', JSON.stringify(basis), 'base64url');
    return `${caller.tenant}/${this.options.configVersion()}/${this.frameworks.current.library.version}/${digest}`;
  }

  keep(answer: Answer, input: unknown, { caller }: Asker): StoredAnswer {
    return StoredAnswer.of(answer, wordingOf(askIn(input).ask), caller.tenant);
  }

  useOf({ receipt }: Answer): CacheUse {
    return receipt.cache;
  }

  conversationOf({ conversationId }: Answer): string {
    return conversationId;
  }

  questionOf(input: unknown): unknown {
    if (!(input instanceof FollowUpQuestion)) return input;
    const { conversationId: _, ...question } = input.ask;
    return question;
  }

  continuing(question: unknown, conversationId: string): unknown {
    return { ...askSchema.parse(question), conversationId };
  }

  async recalled(input: unknown, { caller }: Asker, deadline: Deadline): Promise<unknown> {
    const { ask } = askIn(input);
    if (ask.conversationId === undefined) return ask;
    return new FollowUpQuestion(ask, await this.conversations.history(caller.tenant, ask.conversationId, deadline));
  }

  lifeOf({ degradations, tags }: StoredAnswer): AnswerLife {
    const { answerGraceMs, answerTtlMs, partialAnswerTtlMs } = this.options;
    return statusOf(degradations) === 'complete'
      ? { ttlMs: answerTtlMs, graceMs: answerGraceMs, tags }
      : { ttlMs: partialAnswerTtlMs, graceMs: 0, tags };
  }

  patienceOf({ level }: RequestContext): Deadline {
    return level.deadline.before(this.options.replyReserveMs * PATIENCE_SHARE);
  }

  leaseWaitMsOf(context: RequestContext): number {
    return this.classes.shortestOf(context).deadline.remainingMs * LEASE_WAIT_SHARE;
  }

  async present(found: CacheResult<StoredAnswer>, input: unknown, context: RequestContext): Promise<Served<Answer>> {
    const kept = found.value;
    const { ask } = askIn(input);
    const { enhancements, personas } = kept.receipt;
    context.level = this.classes.levelFor(context, { personas: personas.length, enhancements: enhancements.length });
    context.degradations.push(...kept.degradations);
    const use = useOf(found, kept.wording === wordingOf(ask));
    const part = { ...buildReceipt(context), cache: use };
    // Without one, a conversation of this caller's own begins with the shared answer.
    const conversationId = ask.conversationId ?? this.conversations.start(context.caller.tenant);
    await this.records.answered(ask, { id: kept.id, conversationId, receipt: { ...kept.receipt, ...part } }, context);
    return new SignedAnswer(kept.sign(conversationId, part), use, conversationId);
  }

  #basis(input: unknown): readonly unknown[] | undefined {
    const parsed = askSchema.safeParse(input);
    // What was said before has to be known.
    if (!parsed.success || parsed.data.conversationId !== undefined) return undefined;
    const { question, role, personas, enhance = 'auto' } = parsed.data;
    return [this.#signatureOf(question), role, personas, enhance];
  }

  /** The wording counts: one word may tell whether a question goes back to what was said. */
  #continuedBasis({
    ask: { question, role, personas, enhance = 'auto' },
    digest,
  }: FollowUpQuestion): readonly unknown[] {
    return [question, role, personas, enhance, digest];
  }

  #signatureOf(question: string): string {
    const known = this.#signatures.get(question);
    if (known !== undefined) return known;
    const signature = normalizedQuestionKey(question);
    if (question.length <= REMEMBERED.longest) this.#signatures.set(question, signature);
    return signature;
  }
}

/** An answer whose bytes are ready; it is only read where a face does not write bytes. */
class SignedAnswer implements Served<Answer> {
  constructor(
    readonly bytes: Buffer,
    readonly use: CacheUse,
    readonly conversation: string,
  ) {}

  get answer(): Answer {
    return JSON.parse(this.bytes.toString()) as Answer;
  }
}

function wordingOf({ question }: Ask): string {
  return hash('sha256', question, 'base64url');
}

function useOf(
  { ageMs, isCollapsed, result, tier, value }: CacheResult<StoredAnswer>,
  isSameWording: boolean,
): CacheUse {
  return {
    answer: isSameWording ? result : 'similar',
    tier,
    ageMs: roundToMicroseconds(ageMs),
    collapsed: isCollapsed,
    similarTo: isSameWording ? null : value.id,
  };
}
