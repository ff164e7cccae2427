import type { Limits } from '../access/index.js';
import type { CacheResult } from '../cache/index.js';
import type { ConversationStore, History } from '../conversations/index.js';
import {
  type Deadline,
  newId,
  type Caller,
  type Clock,
  type Degradation,
  type RequestContext,
  type StageName,
} from '../core/index.js';
import { readPreferences, type Headers } from '../http/index.js';
import {
  OverloadedError,
  type Admission,
  type AdmissionPlanner,
  type ClassPolicy,
  type Permit,
} from '../optimizer/index.js';
import { findPersona, PERSONAS, type RoutedPersona } from '../personas/index.js';

import type { AnswerComposer } from './answer-composer.js';
import { wordingOf, type AnswerCache, type JoinLimits } from './caching/answer-cache.js';
import type { AnswerKeys } from './caching/answer-keys.js';
import { CachedAnswer } from './caching/cached-answer.js';
import { CachedReply, cacheUseOf, type Reply } from './caching/cached-reply.js';
import type { AnsweredQuestion } from './caching/prefetcher.js';
import { countingFailure } from './failures.js';
import type { Answer, Plan } from './messages/answer.js';
import { PersonaUnknownError } from './messages/answers.errors.js';
import { askSchema, type Ask } from './messages/ask.js';
import { validate } from './messages/validation.js';
import { withoutParts } from './reading/affordable.js';
import { readHistory, type EarlierQuestion } from './reading/brought-history.js';
import type { HistoryLoader } from './reading/history-loader.js';
import { shapeOf, type Analysis, type QuestionReader } from './reading/question-reader.js';
import { Question, type QuestionOptions } from './reading/question.js';
import type { AnswerRecorder } from './recording/answer-recorder.js';
import { WARM_UP_QUESTIONS } from './warm-up-questions.js';
import { buildReceipt, contextOf, readingOf, statusOf } from './writing/receipt-builder.js';

/** The steps of the pipeline, in their order. */
export interface PipelineSteps {
  readonly classes: ClassPolicy;
  readonly history: HistoryLoader;
  readonly keys: AnswerKeys;
  readonly cache: AnswerCache;
  readonly limits: Limits;
  readonly admission: AdmissionPlanner;
  readonly reader: QuestionReader;
  readonly composer: AnswerComposer;
  readonly recorder: AnswerRecorder;
}

/** What the pipeline needs beside its steps. */
export interface PipelineSurroundings {
  readonly clock: Clock;
  readonly conversations: ConversationStore;
  readonly spare: Pick<Admission, 'spareRatio'>;
  /** Minimum of every deadline that is reserved for the reply, milliseconds. */
  readonly replyReserveMs: number;
}

/** A question as an endpoint receives it; its caller is authenticated. */
export interface ReceivedAsk {
  readonly requestId: string;
  readonly caller: Caller;
  /** The body, the GraphQL input or the tool's arguments, not validated yet. */
  readonly message: unknown;
  readonly headers: Headers;
  /** Monotonic milliseconds. @default now */
  readonly arrivedAt?: number;
  /** Called when a stage of the work on it begins. */
  readonly onStage?: ((stage: StageName) => void) | undefined;
}

/** A request gives up waiting for another one's answer so long before it would be late itself. */
const PATIENCE_SHARE = 0.6;
/** Share of the time left until a request must be admitted that it may wait for another replica. */
const LEASE_WAIT_SHARE = 0.75;
/** Below this share of free capacity nothing is composed in advance. */
const MIN_SPARE_RATIO = 0.25;
/** When a refused background question is worth another attempt, milliseconds. */
const BACKGROUND_RETRY_MS = 5_000;
/** Longest time that the start is held up by rehearsals, milliseconds. */
const WARM_UP_MS = 600;
/** The code is compiled when so many rehearsals in turn were not a tenth faster than the fastest before. */
const MAX_SLOW_REHEARSALS = 6;
const FASTER_RATIO = 0.9;

/**
 * The one way of a question. Every endpoint takes its steps, in this order:
 *
 * ```text
 * authenticate → class → validate → history → cache key → cached? → admit → read → enhance ∥ compose → reply → record → continue
 * ```
 *
 * Authentication comes before, from `access/`. {@link receive} takes the steps up to validation, {@link answer} the rest;
 * {@link cachedOr} and {@link compose} are its two halves, for endpoints whose framework stands between them.
 *
 * @remarks Concurrency: each question is independent; equal ones share a computation in the cache. Failure: an error of a
 * dependency becomes a degradation in the receipt; refusals and invalid input are thrown as `AppError`.
 */
export class AnswerPipeline {
  #onAnswered: ((answered: AnsweredQuestion) => void) | undefined;

  constructor(
    private readonly steps: PipelineSteps,
    private readonly surroundings: PipelineSurroundings,
  ) {
    steps.cache.refreshWith((question) => this.#refresh(question));
  }

  /** Calls `listener` with every answered question whose answer may be shared. */
  onAnswered(listener: (answered: AnsweredQuestion) => void): void {
    this.#onAnswered = listener;
  }

  /**
   * Class and deadline, then validation.
   *
   * @throws {HeaderInvalidError | ClassNotEntitledError | InputInvalidError | PersonaUnknownError}
   */
  receive(received: ReceivedAsk): Question {
    return this.validate(received.message, this.classify(received));
  }

  /**
   * The class and the deadline of a request, counted from its arrival.
   *
   * @throws {HeaderInvalidError | ClassNotEntitledError}
   */
  classify({ message, headers, ...arrival }: ReceivedAsk): RequestContext {
    return this.steps.classes.open({ ...arrival, ...readPreferences(message, headers) });
  }

  /** @throws {InputInvalidError | PersonaUnknownError} `INPUT_INVALID`, `INPUT_TOO_LONG`, `PERSONA_UNKNOWN` */
  validate(message: unknown, context: RequestContext): Question {
    return this.accept(validate(askSchema, message), context);
  }

  /** As {@link validate} for a message that has been validated. @throws {PersonaUnknownError} `PERSONA_UNKNOWN` */
  accept(ask: Ask, context: RequestContext, options?: QuestionOptions): Question {
    requireKnownPersonas(ask);
    return new Question(ask, context, options);
  }

  /**
   * What was said before a question, as a client that keeps the conversation itself brings it along: what was asked
   * elsewhere is read as if it had been asked here. Nothing is recorded.
   *
   * @param said Oldest first.
   */
  historyOf(said: readonly EarlierQuestion[], caller: Caller): History {
    return readHistory(said, (question, history) =>
      this.steps.reader.read(new Question({ question }, this.#background({ question }, caller).context, { history })),
    );
  }

  /**
   * Answers with the best there is by the deadline; what is late arrives as a later version.
   *
   * @throws {OverloadedError} `OVERLOADED`, if the question could not be started in time.
   * @throws {RateLimitedError} `RATE_LIMITED`, if too many answers of the caller are being composed.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the answer could not be recorded.
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   * @throws {CancelledError} `CANCELLED`, if the lifetime of the request ends while MCP servers are waited for.
   */
  async answer(question: Question): Promise<Reply> {
    return this.cachedOr(question, () => this.compose(question));
  }

  /**
   * History, cache key, cache: the cached answer, or the one `compose` makes, which is then cached.
   *
   * @throws whatever {@link answer} throws.
   */
  cachedOr(question: Question, compose: () => Promise<Answer>): Promise<Reply> {
    return countingFailure(question.context, () => this.#cachedOr(question, compose));
  }

  async #cachedOr(question: Question, compose: () => Promise<Answer>): Promise<Reply> {
    const { cache, history, keys } = this.steps;
    if (question.hasStoredHistory) await history.load(question);
    question.cacheKey ??= keys.keyOf(question);
    using patience = question.context.level.deadline.before(this.surroundings.replyReserveMs * PATIENCE_SHARE);
    const result = await cache.getOrCompute(question, this.#joinLimits(question, patience), compose);
    return 'cached' in result
      ? await this.#reuse(question, result.cached)
      : this.#replied(question, { answer: result.computed, use: result.computed.receipt.cache });
  }

  /**
   * Whether {@link cached} has an answer: whether this process caches one for a question that opens a conversation.
   * Asking counts neither as a hit nor as a use.
   */
  isCached(question: Question): boolean {
    if (!question.opensConversation) return false;
    question.cacheKey ??= this.steps.keys.keyOf(question);
    return question.cacheKey !== undefined && this.steps.cache.has(question.cacheKey);
  }

  /** The answer that this process caches; undefined if there is none any more. */
  async cached(question: Question): Promise<CachedReply | undefined> {
    const found = this.steps.cache.lookUp(question);
    return found && (await countingFailure(question.context, () => this.#reuse(question, found)));
  }

  /**
   * Admit, read, enhance ∥ compose, record, continue.
   *
   * @throws whatever {@link answer} throws.
   */
  async compose(question: Question): Promise<Answer> {
    const { admission, composer, limits, reader, recorder } = this.steps;
    const { context } = question;
    recorder.requireRoom();
    using _place = limits.of(context.caller)?.beginAnswer(context.caller);
    return await this.#admitted(context, async (permit) => {
      const analysis = reader.read(question);
      await admission.settle(context, permit, shapeOf(analysis));
      const answer = await composer.compose(this.#affordable(analysis), permit);
      const durable = await permit.whileWaiting(() => recorder.answered(question, answer, analysis.route.lead));
      admission.recordAnswer(context, permit);
      return recorded(answer, durable, recorder.loss, context);
    });
  }

  /**
   * What {@link answer} would do.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   */
  async plan(question: Question): Promise<Plan> {
    const { admission, classes, history, reader } = this.steps;
    const { context } = question;
    await history.load(question);
    const analysis = reader.read(question);
    const { detection, enhancements, grounds, reading, route } = analysis;
    context.level = classes.levelFor(context, shapeOf(analysis));
    return {
      strategic: grounds.detection.strategic,
      reading: readingOf(reading),
      frameworks: [...detection.frameworks],
      runnersUp: [...detection.runnersUp],
      context: contextOf(grounds),
      personas: { lead: route.lead === null ? null : planned(route.lead), support: route.support.map(planned) },
      enhancements: [...enhancements],
      class: context.level.class,
      ...admission.predict(context),
    };
  }

  /**
   * Composes and caches an answer that has not been asked for, at class `background`.
   *
   * @returns its key; undefined if it was cached already or may not be.
   * @throws {OverloadedError} `OVERLOADED`, if there is no spare capacity now.
   * @throws {ConversationNotFoundError | StoreUnavailableError} if its conversation cannot be read.
   */
  async prepare(ask: Ask, caller: Caller, deadline: Deadline): Promise<string | undefined> {
    const question = this.#background(ask, caller);
    question.history = await this.steps.history.require(question, deadline);
    question.cacheKey = this.steps.keys.keyOf(question);
    const isComposed = await this.steps.cache.prepare(question, () => this.#composeSpare(question));
    return isComposed ? question.cacheKey : undefined;
  }

  /**
   * Rehearses questions through reading, MCP servers, writing and serializing, without recording or caching anything, so
   * that the first real ones, which may have 100 ms, pay neither for connecting to servers nor for compiling code. Ends
   * when the code is compiled, or its time is over.
   */
  warmUp(): void {
    const { clock } = this.surroundings;
    const endsAt = clock.now() + WARM_UP_MS;
    let fastestMs = Infinity;
    let slow = 0;
    for (const question of WARM_UP_QUESTIONS) {
      const startedAt = clock.now();
      if (startedAt >= endsAt || slow >= MAX_SLOW_REHEARSALS) return;
      this.#rehearse(question);
      const tookMs = clock.now() - startedAt;
      slow = tookMs < FASTER_RATIO * fastestMs ? 0 : slow + 1;
      fastestMs = Math.min(fastestMs, tookMs);
    }
  }

  #rehearse(text: string): void {
    const { composer, keys, reader } = this.steps;
    const caller = { tenant: '', subject: '', entitlements: new Set<never>() };
    const { context } = this.#background({ question: text }, caller);
    const question = new Question({ question: text }, context, { isStored: false });
    keys.keyOf(question);
    const answer = composer.rehearse(reader.read(question));
    const part = { ...buildReceipt(context), cache: answer.receipt.cache, durable: false };
    CachedAnswer.of(answer, wordingOf(question), question.tenant).sign(answer.conversationId, part);
  }

  #joinLimits({ context }: Question, patience: Deadline): JoinLimits {
    const { remainingMs } = this.steps.classes.shortestOf(context).deadline;
    return { patience, leaseWaitMs: remainingMs * LEASE_WAIT_SHARE };
  }

  /** A cached answer as the reply to this request: with its own class, receipt and conversation, recorded. */
  async #reuse(question: Question, found: CacheResult<CachedAnswer>): Promise<CachedReply> {
    const { classes, recorder } = this.steps;
    const { ask, context, tenant } = question;
    const cached = found.value;
    const { enhancements, personas } = cached.receipt;
    context.level = classes.levelFor(context, { personas: personas.length, enhancements: enhancements.length });
    context.degradations.push(...cached.degradations);
    const use = cacheUseOf(found, cached.wording === wordingOf(question));
    const own = { ...buildReceipt(context), cache: use, durable: true };
    // Outside of a conversation, one of this caller's own begins with the shared answer.
    const conversationId =
      ask.conversationId ?? question.options.beginning ?? this.surroundings.conversations.start(tenant);
    const answered = { id: cached.id, conversationId, receipt: { ...cached.receipt, ...own } };
    const durable = await recorder.answered(question, answered);
    if (recorder.loss !== undefined) context.degradations.push(recorder.loss);
    const part = { ...own, durable, degradations: [...context.degradations] };
    return this.#replied(question, new CachedReply(cached.sign(conversationId, part), use), conversationId);
  }

  #replied<R extends Reply>(question: Question, reply: R, conversationId = reply.answer.conversationId): R {
    this.steps.cache.published(reply.use);
    if (question.cacheKey !== undefined && (question.opensConversation || question.ask.conversationId !== undefined)) {
      this.#onAnswered?.({ question, wasCached: reply.use.answer !== 'miss', conversationId });
    }
    return reply;
  }

  /**
   * An analysis without the parts that its answer goes without under overload, which its receipt says.
   *
   * @throws {OverloadedError} `OVERLOADED`, if its caller accepts no such answer.
   */
  #affordable(analysis: Analysis): Analysis {
    const { context } = analysis.question;
    const { admission } = this.steps;
    const { analysis: cheaper, losses } = withoutParts(analysis, (step) => admission.leavesOut(step, context));
    if (losses.length === 0) return analysis;
    if (context.refusesCheaper) throw admission.rejectionOfCheaper(context);
    context.degradations.push(...losses);
    return cheaper;
  }

  async #admitted<T>(context: RequestContext, work: (permit: Permit) => Promise<T>): Promise<T> {
    const permit = await this.steps.admission.admit(context);
    try {
      return await work(permit);
    } finally {
      permit.release();
      context.level.deadline.release();
    }
  }

  #background(ask: Ask, caller: Caller): Question {
    const requestId = newId('req', this.surroundings.clock.epochMs());
    return new Question(ask, this.steps.classes.open({ requestId, caller }));
  }

  /** Composes the answer to a cached question again. @throws {OverloadedError} `OVERLOADED` */
  async #refresh(stale: Question): Promise<Answer> {
    const question = this.#background(stale.ask, stale.context.caller);
    question.history = stale.history;
    question.cacheKey = stale.cacheKey;
    return this.#composeSpare(question);
  }

  /** Composes with spare capacity only; nothing is recorded. @throws {OverloadedError} `OVERLOADED` */
  async #composeSpare(question: Question): Promise<Answer> {
    if (this.surroundings.spare.spareRatio < MIN_SPARE_RATIO) {
      throw new OverloadedError({ retryAfterMs: BACKGROUND_RETRY_MS });
    }
    const { admission, composer, reader } = this.steps;
    return this.#admitted(question.context, async (permit) => {
      const analysis = reader.read(question);
      await admission.settle(question.context, permit, shapeOf(analysis));
      return composer.compose(analysis, permit);
    });
  }
}

/** An answer with what became of its record. */
function recorded(
  answer: Answer,
  durable: boolean,
  loss: Degradation | undefined,
  { degradations }: RequestContext,
): Answer {
  if (loss === undefined && durable === answer.receipt.durable) return answer;
  if (loss !== undefined) degradations.push(loss);
  const losses = [...answer.receipt.degradations, ...(loss === undefined ? [] : [loss])];
  return { ...answer, status: statusOf(losses), receipt: { ...answer.receipt, durable, degradations: losses } };
}

function requireKnownPersonas({ personas }: Ask): void {
  const unknown = personas?.find((id) => findPersona(id) === undefined);
  if (unknown === undefined) return;
  throw new PersonaUnknownError(
    unknown,
    PERSONAS.map(({ id }) => id),
  );
}

function planned({ id, score, reasons }: RoutedPersona): Plan['personas']['support'][number] {
  return { id, score, reasons: [...reasons] };
}
