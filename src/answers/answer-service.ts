import type { CallerLimits } from '../access/index.js';
import { computedHere } from './messages/cache-use.js';
import { type AnswerCache } from './caching/answer-cache.js';
import {
  Deadline,
  DeadlineExceededError,
  newId,
  RequestTimeline,
  type Clock,
  type Degradation,
  type RequestContext,
} from '../core/index.js';
import { NO_HISTORY, type ConversationStore, type History } from '../conversations/index.js';
import type { FrameworkCatalog } from '../frameworks/index.js';
import type { Enhancer } from '../mcp/index.js';
import type { ClassPolicy, AdmissionPlanner, Permit } from '../optimizer/index.js';
import { findPersona, PERSONAS, type PersonaRouter, type RoutedPersona } from '../personas/index.js';
import { type ModelAuthors } from '../models/index.js';
import { type PlaybookEngine } from '../playbook/index.js';

import type { AnswerStore } from './answer-store.js';
import { PendingAnswer, type Composition } from './pending-answer.js';
import type { Answer, Plan } from './messages/answer.js';
import type { Ask } from './messages/ask.js';
import type { Continuations } from './continuations.js';
import { FollowUpQuestion } from './messages/follow-up-question.js';
import { PersonaUnknownError } from './answers.errors.js';
import {
  groundsOf,
  briefRequest,
  contextOf,
  routedAnalysis,
  shapeOf,
  toolRequest,
  type Question,
  type Analysis,
} from './question.js';
import { buildReceipt, statusOf } from './receipt-builder.js';
import type { HistoryLoader } from './history-loader.js';
import type { AnswerRecorder } from './answer-recorder.js';

export interface AnswerServiceOptions {
  /** How long a model waits for MCP findings before it begins, milliseconds. */
  readonly findingsWaitMs: number;
}

/** A question that leads through every step. */
const WARM_UP_QUESTION =
  'How should our platform team and our product teams share the work on a migration with a fixed budget?';
/** Longest time the start waits for the built-in MCP servers, milliseconds. */
const WARM_UP_MS = 500;

const NOT_FINISHED_LATER: Degradation = {
  component: 'continuation',
  cause: 'memory_pressure',
  effect: 'what was late is not finished in the background',
};

/** What guidance works with. */
export interface AnswerServiceParts {
  readonly answers: AnswerStore;
  readonly authors: ModelAuthors;
  readonly cache: AnswerCache<Answer>;
  readonly classes: ClassPolicy;
  readonly clock: Clock;
  readonly continuations: Continuations;
  readonly conversations: ConversationStore;
  readonly enhancer: Enhancer;
  readonly frameworks: FrameworkCatalog;
  readonly intake: AdmissionPlanner;
  readonly limits: CallerLimits;
  readonly playbook: PlaybookEngine;
  readonly recollection: HistoryLoader;
  readonly records: AnswerRecorder;
  readonly router: PersonaRouter;
}

/** The use case: a question in, an answer with a receipt out, before the deadline. */
export class AnswerService {
  constructor(
    private readonly options: AnswerServiceOptions,
    private readonly parts: AnswerServiceParts,
  ) {}

  /**
   * Answers a question with the best there is by the deadline; what is late lands as a later version.
   *
   * @throws {OverloadedError} `OVERLOADED`, if the question could not be started in time.
   * @throws {RateLimitedError} `RATE_LIMITED`, if the caller has too many answers made at once.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if its answer could not be recorded.
   * @throws {ConversationNotFoundError | PersonaUnknownError} if the question names what does not exist.
   * @throws {CancelledError} `CANCELLED`, if the lifetime of the request is cancelled while MCP servers are waited for.
   */
  async ask(ask: Ask, context: RequestContext): Promise<Answer> {
    const { cache, limits, recollection, records } = this.parts;
    requireKnownPersonas(ask);
    records.requireRoom();
    using _place = limits.beginAnswer(context.caller);
    const history = await recollection.of(ask, context);
    const asked = askedBy(ask, history, context);
    // Only now is it known what the answer depends on.
    const { keptFor } = asked;
    if (keptFor instanceof FollowUpQuestion) {
      return await cache.getOrCompute(keptFor, context, () => this.#made(asked, context));
    }
    return await this.#made(asked, context);
  }

  async #made(asked: Question, context: RequestContext): Promise<Answer> {
    const { clock, intake, records } = this.parts;
    const permit = await intake.admit(context);
    try {
      const reading = this.#read(asked, context.timeline);
      const answer = await this.#answer(reading, context, { id: newId('ans', clock.epochMs()), permit });
      await permit.whileWaiting(() => records.answered(asked.ask, answer, context, reading.route.lead));
      intake.recordAnswer(context, permit);
      return answer;
    } finally {
      permit.release();
      context.level.deadline.release();
    }
  }

  /**
   * An answer that nobody has asked for yet: made and kept as any other, and recorded as given to nobody.
   *
   * @throws {OverloadedError} `OVERLOADED`, if it could not be started in time.
   */
  async prepare(ask: Ask, history: History, context: RequestContext): Promise<Answer> {
    const { clock, intake } = this.parts;
    const permit = await intake.admit(context);
    try {
      const reading = this.#read(askedBy(ask, history, context), context.timeline);
      return await this.#answer(reading, context, { id: newId('ans', clock.epochMs()), permit });
    } finally {
      permit.release();
      context.level.deadline.release();
    }
  }

  /**
   * What {@link ask} would do.
   *
   * @throws {ConversationNotFoundError | PersonaUnknownError} if the question names what does not exist.
   */
  async plan(ask: Ask, context: RequestContext): Promise<Plan> {
    const { classes, intake, recollection } = this.parts;
    requireKnownPersonas(ask);
    const history = await recollection.of(ask, context);
    const reading = this.#read(askedBy(ask, history, context), context.timeline);
    const { basis, detection, route } = reading;
    const enhancements = this.#plannedEnhancements(reading);
    context.level = classes.levelFor(context, shapeOf(route, enhancements));
    return {
      strategic: basis.detection.strategic,
      frameworks: [...detection.frameworks],
      runnersUp: [...detection.runnersUp],
      context: contextOf(basis),
      personas: { lead: route.lead === null ? null : planned(route.lead), support: route.support.map(planned) },
      enhancements,
      class: context.level.class,
      ...intake.predict(context),
    };
  }

  /**
   * Runs one question through every step without keeping anything, so that the first real one, which may have 100 ms,
   * pays neither for connecting to MCP servers nor for cold code.
   */
  async warmUp(): Promise<void> {
    const { clock, enhancer, playbook } = this.parts;
    using deadline = Deadline.after(clock, WARM_UP_MS);
    const reading = this.#read(
      { ask: { question: WARM_UP_QUESTION }, history: NO_HISTORY, tenant: '', wantsFresh: true, keptFor: undefined },
      new RequestTimeline(clock, clock.now()),
    );
    const led = routedAnalysis(reading);
    if (led === undefined) return;
    await enhancer.warmUp(toolRequest(led), deadline);
    playbook.compose(briefRequest(led, []));
  }

  /** An answer as it stands now. @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND` */
  answer(tenant: string, id: string): Promise<Answer> {
    return this.parts.answers.get(tenant, id);
  }

  /** No new version of an answer comes later than this after its reply, milliseconds. */
  get maxContinuationMs(): number {
    return this.parts.continuations.maxMs;
  }

  /** Fulfils as soon as no answer is being finished in the background. */
  idle(): Promise<void> {
    return this.parts.continuations.idle();
  }

  /** Calls `listener` with every new version of an answer, until the returned function is called. */
  onNewVersion(tenant: string, id: string, listener: (answer: Answer) => void): () => void {
    return this.parts.answers.subscribe(tenant, id, listener);
  }

  #read(asked: Question, waterfall: RequestTimeline): Analysis {
    const { ask, history } = asked;
    const { frameworks, router } = this.parts;
    const { detector, library } = frameworks.current;
    const { detection, basis } = waterfall.measure('detect', () => {
      const own = detector.detect(ask.question);
      return { detection: own, basis: groundsOf(asked, own, detector) };
    });
    const { reference, isReferenceDecisive } = basis;
    const route = waterfall.measure('route', () =>
      router.route({
        text: ask.question,
        detection: basis.detection,
        history: history.turns.flatMap(({ lead, frameworks: ids }) =>
          lead === null ? [] : [{ lead, frameworks: ids }],
        ),
        ...(reference === undefined ? {} : { reference: { ...reference, isDecisive: isReferenceDecisive } }),
        ...(ask.role === undefined ? {} : { role: ask.role }),
        ...(ask.personas === undefined ? {} : { requested: ask.personas }),
      }),
    );
    return { ...asked, library, detection, basis, route };
  }

  async #answer(
    reading: Analysis,
    context: RequestContext,
    { id, permit }: { readonly id: string; readonly permit: Permit },
  ): Promise<Answer> {
    const { answers, authors, classes, continuations, enhancer, limits, playbook } = this.parts;
    const planned = this.#plannedEnhancements(reading);
    context.level = classes.levelFor(context, shapeOf(reading.route, planned));
    announce(reading, context, id);

    const led = routedAnalysis(reading);
    if (led === undefined) {
      const brief = context.timeline.measure('compose', () => playbook.decline(reading.ask.question));
      const composition = { brief, personas: [], enhancements: [], degradations: [] };
      return this.#issue(reading, context, { id, composition, isFinal: true });
    }

    const late = continuations.deadlineAfter(context.level.deadline, context.lifetime);
    const work = new PendingAnswer(
      { isEnhanced: planned.length > 0, findingsWaitMs: this.options.findingsWaitMs },
      { authors, enhancer, playbook, allowance: limits.modelTokens(context.caller) },
      led,
      late,
      context.onProgress,
    );
    if (work.isPending) {
      await context.timeline.measureAsync('enhance', () =>
        permit.whileWaiting(() => this.#waitFor(work, context.level.deadline)),
      );
    }
    const composition = context.timeline.measure('compose', () => work.compose());
    const goesOn = work.isPending && continuations.hasRoom;
    if (work.isPending && continuations.isPaused) context.degradations.push(NOT_FINISHED_LATER);
    const answer = this.#issue(reading, context, { id, composition, isFinal: !goesOn });

    if (goesOn) {
      void continuations.run(late, async () => {
        await work.settled;
        const landed = await continuations.throttled(context.lifetime, () => landedAnswer(answer, work.compose()));
        answers.save(context.caller.tenant, landed);
        await this.parts.cache.replace(reading.keptFor, context, landed);
      });
    } else if (work.isPending) {
      late.cancel('no room to finish in the background');
    } else {
      late.release();
    }
    return answer;
  }

  /**
   * Waits until all the work has ended, or as long as the reply can wait.
   *
   * @throws {CancelledError} `CANCELLED`, if the caller goes away meanwhile; the work has been told then.
   */
  async #waitFor(work: PendingAnswer, deadline: Deadline): Promise<void> {
    using waiting = this.parts.intake.replyDueBy(deadline);
    try {
      await waiting.wait(work.settled);
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error;
    }
  }

  /** Writes the answer and its receipt, and keeps both. */
  #issue(
    { ask, basis, detection, keptFor }: Analysis,
    context: RequestContext,
    { id, composition, isFinal }: { readonly id: string; readonly composition: Composition; readonly isFinal: boolean },
  ): Answer {
    const { answers, conversations } = this.parts;
    context.degradations.push(...composition.degradations);
    const answer: Answer = {
      id,
      version: 1,
      conversationId: ask.conversationId ?? conversations.start(context.caller.tenant),
      status: statusOf(context.degradations),
      answer: composition.brief,
      receipt: {
        strategic: basis.detection.strategic,
        frameworks: [...detection.frameworks],
        runnersUp: [...detection.runnersUp],
        context: contextOf(basis),
        personas: composition.personas,
        enhancements: composition.enhancements,
        cache: computedHere(keptFor === undefined ? 'bypass' : 'miss'),
        continuation: isFinal ? null : { href: `/v1/answers/${id}`, events: `/v1/answers/${id}/events` },
        ...buildReceipt(context),
      },
    };
    answers.save(context.caller.tenant, answer);
    return answer;
  }

  #plannedEnhancements({ ask, basis, route }: Analysis): Plan['enhancements'] {
    if (ask.enhance === 'never' || route.lead === null) return [];
    const frameworks = basis.detection.frameworks.map(({ id }) => id);
    return this.parts.enhancer.planFor({ question: ask.question, frameworks, persona: route.lead.id });
  }
}

/** @param history Undefined if it could not be had. */
function askedBy(ask: Ask, history: History | undefined, { caller, wantsFresh }: RequestContext): Question {
  const known = ask.conversationId === undefined ? ask : history && new FollowUpQuestion(ask, history);
  return {
    ask,
    history: history ?? NO_HISTORY,
    tenant: caller.tenant,
    wantsFresh,
    keptFor: wantsFresh ? undefined : known,
  };
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

/** Tells whoever follows the request what it has been let in for. */
function announce({ detection, route }: Analysis, { level, onProgress, requestId }: RequestContext, id: string): void {
  if (onProgress === undefined) return;
  onProgress({ type: 'accepted', data: { id, requestId, class: level.class, deadlineMs: level.deadlineMs } });
  for (const framework of detection.frameworks) onProgress({ type: 'framework', data: framework });
  if (route.lead === null) return;
  for (const { id: persona } of [route.lead, ...route.support]) {
    onProgress({ type: 'persona', data: { id: persona, role: persona === route.lead.id ? 'lead' : 'support' } });
  }
}

/** The next, final version of an answer, with what came in after the reply. */
function landedAnswer(answer: Answer, { brief, personas, enhancements, degradations }: Composition): Answer {
  return {
    ...answer,
    version: answer.version + 1,
    status: statusOf(degradations),
    answer: brief,
    receipt: { ...answer.receipt, personas, enhancements, degradations: [...degradations], continuation: null },
  };
}
