import type { AnswerCache } from '../cache/index.js';
import { Deadline, DeadlineExceededError, newId, Waterfall, type Clock, type RequestContext } from '../common/index.js';
import type { ConversationStore, Turn } from '../conversations/index.js';
import type { FrameworkCatalog } from '../frameworks/index.js';
import type { Enhancer, EnhancementResult, EnhancementRun } from '../mcp/index.js';
import type { Admission, ClassPolicy, Forecast } from '../optimizer/index.js';
import {
  findPersona,
  PERSONAS,
  type PersonaRouter,
  type PlaybookEngine,
  type RoutedPersona,
} from '../personas/index.js';

import type { AnswerStore } from './answer-store.js';
import type { Answer, Plan } from './answer.js';
import { mayBeShared, type Ask } from './ask.js';
import type { Continuations } from './continuations.js';
import { PersonaUnknownError } from './guidance.errors.js';
import { briefRequest, ledBy, shapeOf, toolRequest, type LedReading, type Reading } from './reading.js';
import { contributors, lossesIn, signReceipt, statusOf, turnOf } from './receipt-builder.js';

export interface GuidanceOptions {
  /** Kept of every deadline for composing and writing the reply, milliseconds. */
  readonly replyReserveMs: number;
}

/** A question that leads through every step. */
const WARM_UP_QUESTION =
  'How should our platform team and our product teams share the work on a migration with a fixed budget?';
/** Longest time the start waits for the built-in MCP servers, milliseconds. */
const WARM_UP_MS = 500;

/** What guidance works with. */
export interface GuidanceParts {
  readonly admission: Admission;
  readonly answers: AnswerStore;
  readonly cache: AnswerCache<Answer>;
  readonly classes: ClassPolicy;
  readonly clock: Clock;
  readonly continuations: Continuations;
  readonly conversations: ConversationStore;
  readonly enhancer: Enhancer;
  readonly forecast: Forecast;
  readonly frameworks: FrameworkCatalog;
  readonly playbook: PlaybookEngine;
  readonly router: PersonaRouter;
}

/** The use case: a question in, an answer with a receipt out, before the deadline. */
export class Guidance {
  constructor(
    private readonly options: GuidanceOptions,
    private readonly parts: GuidanceParts,
  ) {}

  /**
   * Answers a question with the best there is by the deadline; what is late lands as a later version.
   *
   * @throws {OverloadedError} `OVERLOADED`, if the question could not be started in time.
   * @throws {ConversationNotFoundError | PersonaUnknownError} if the question names what does not exist.
   * @throws {CancelledError} `CANCELLED`, if the lifetime of the request is cancelled while MCP servers are waited for.
   */
  async ask(ask: Ask, context: RequestContext): Promise<Answer> {
    const { admission, conversations, forecast } = this.parts;
    const { tenant } = context.caller;
    requireKnownPersonas(ask);
    const history = ask.conversationId === undefined ? [] : conversations.turns(tenant, ask.conversationId);
    const permit = await context.waterfall.measureAsync('admission', () =>
      admission.acquire(context.level.class, context.level.deadline.before(this.options.replyReserveMs)),
    );
    try {
      const reading = this.#read(ask, history, context.waterfall);
      const answer = await this.#answer(reading, context);
      conversations.append(tenant, answer.conversationId, turnOf(ask.question, answer.id, answer.receipt));
      forecast.observe(context.level.class, context.waterfall.elapsedMs);
      return answer;
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
  plan(ask: Ask, context: RequestContext): Plan {
    const { admission, conversations, forecast } = this.parts;
    requireKnownPersonas(ask);
    const history =
      ask.conversationId === undefined ? [] : conversations.turns(context.caller.tenant, ask.conversationId);
    const reading = this.#read(ask, history, context.waterfall);
    const { detection, route } = reading;
    const enhancements = this.#plannedEnhancements(reading);
    const level = this.parts.classes.levelFor(context, shapeOf(route, enhancements));
    return {
      strategic: detection.strategic,
      frameworks: [...detection.frameworks],
      runnersUp: [...detection.runnersUp],
      personas: { lead: route.lead === null ? null : planned(route.lead), support: route.support.map(planned) },
      enhancements,
      class: level.class,
      admissible: admission.wouldAdmit(level.class),
      predictedMs: forecast.predictMs(level.class),
    };
  }

  /**
   * Runs one question through every step without keeping anything, so that the first real one, which may have 100 ms,
   * pays neither for connecting to MCP servers nor for cold code.
   */
  async warmUp(): Promise<void> {
    const { clock, enhancer, playbook } = this.parts;
    using deadline = Deadline.after(clock, WARM_UP_MS);
    const reading = this.#read({ question: WARM_UP_QUESTION }, [], new Waterfall(clock, clock.now()));
    const led = ledBy(reading);
    if (led === undefined) return;
    await enhancer.warmUp(toolRequest(led), deadline);
    playbook.compose(briefRequest(led, []));
  }

  /** An answer as it stands now. @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND` */
  answer(tenant: string, id: string): Answer {
    return this.parts.answers.get(tenant, id);
  }

  /** No new version of an answer comes later than this after its reply, milliseconds. */
  get longestContinuationMs(): number {
    return this.parts.continuations.longestMs;
  }

  /** Calls `listener` with every new version of an answer, until the returned function is called. */
  onNewVersion(tenant: string, id: string, listener: (answer: Answer) => void): () => void {
    return this.parts.answers.subscribe(tenant, id, listener);
  }

  #read(ask: Ask, history: readonly Turn[], waterfall: Waterfall): Reading {
    const { frameworks, router } = this.parts;
    const { detector, library } = frameworks.current;
    const detection = waterfall.measure('detect', () => detector.detect(ask.question));
    const route = waterfall.measure('route', () =>
      router.route({
        text: ask.question,
        detection,
        history: history.flatMap(({ lead, frameworks: ids }) => (lead === null ? [] : [{ lead, frameworks: ids }])),
        ...(ask.role === undefined ? {} : { role: ask.role }),
        ...(ask.personas === undefined ? {} : { requested: ask.personas }),
      }),
    );
    return { library, ask, detection, route, history };
  }

  async #answer(reading: Reading, context: RequestContext): Promise<Answer> {
    const { answers, classes, continuations, playbook } = this.parts;
    const planned = this.#plannedEnhancements(reading);
    context.level = classes.levelFor(context, shapeOf(reading.route, planned));

    const led = ledBy(reading);
    if (led === undefined) {
      const brief = context.waterfall.measure('compose', () => playbook.decline(reading.ask.question));
      return this.#issue(reading, context, { brief, results: [], isFinal: true });
    }
    if (planned.length === 0) {
      const brief = context.waterfall.measure('compose', () => playbook.compose(briefRequest(led, [])));
      return this.#issue(reading, context, { brief, results: [], isFinal: true });
    }

    const work = continuations.deadlineAfter(context.level.deadline, context.lifetime);
    const run = this.parts.enhancer.start(toolRequest(led), work);
    await context.waterfall.measureAsync('enhance', () => this.#waitFor(run, context.level.deadline));
    const { results } = run;
    const brief = context.waterfall.measure('compose', () => playbook.compose(briefRequest(led, results)));
    const goesOn = run.isPending && continuations.hasRoom;
    const answer = this.#issue(reading, context, { brief, results, isFinal: !goesOn });

    if (goesOn) {
      void continuations.adopt(work, async () => {
        await run.settled;
        const landed = this.#land(led, answer, run.results);
        answers.put(context.caller.tenant, landed);
        this.parts.cache.replace(reading.ask, context, landed);
      });
    } else if (run.isPending) {
      work.cancel('no room to finish in the background');
    } else {
      work.release();
    }
    return answer;
  }

  /**
   * Waits until every call has ended, or as long as the reply can wait.
   *
   * @throws {CancelledError} `CANCELLED`, if the caller goes away meanwhile; the calls have been told then.
   */
  async #waitFor(run: EnhancementRun, deadline: Deadline): Promise<void> {
    using waiting = deadline.before(this.options.replyReserveMs);
    try {
      await waiting.wait(run.settled);
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error;
    }
  }

  /** Writes the answer and its receipt, and keeps both. */
  #issue(
    { ask, detection, route }: Reading,
    context: RequestContext,
    {
      brief,
      results,
      isFinal,
    }: { readonly brief: Answer['answer']; readonly results: readonly EnhancementResult[]; readonly isFinal: boolean },
  ): Answer {
    const { answers, clock, conversations } = this.parts;
    context.degradations.push(...lossesIn(results));
    const id = newId('ans', clock.epochMs());
    const answer: Answer = {
      id,
      version: 1,
      conversationId: ask.conversationId ?? conversations.start(context.caller.tenant),
      status: statusOf(context.degradations),
      answer: brief,
      receipt: {
        strategic: detection.strategic,
        frameworks: [...detection.frameworks],
        runnersUp: [...detection.runnersUp],
        personas: contributors(route),
        enhancements: results.map(({ enhancement }) => enhancement),
        cache: { answer: mayBeShared(ask) ? 'miss' : 'bypass', tier: null, ageMs: null },
        continuation: isFinal ? null : { href: `/v1/answers/${id}`, events: `/v1/answers/${id}/events` },
        ...signReceipt(context),
      },
    };
    answers.put(context.caller.tenant, answer);
    return answer;
  }

  /** The next, final version of an answer, with what came in after the reply. */
  #land(led: LedReading, answer: Answer, results: readonly EnhancementResult[]): Answer {
    const degradations = lossesIn(results);
    return {
      ...answer,
      version: answer.version + 1,
      status: statusOf(degradations),
      answer: this.parts.playbook.compose(briefRequest(led, results)),
      receipt: {
        ...answer.receipt,
        enhancements: results.map(({ enhancement }) => enhancement),
        degradations,
        continuation: null,
      },
    };
  }

  #plannedEnhancements({ ask, route }: Reading): Plan['enhancements'] {
    if (ask.enhance === 'never' || route.lead === null) return [];
    return this.parts.enhancer.planFor(route.lead.id);
  }
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
