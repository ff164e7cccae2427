import {
  Deadline,
  REQUEST_CLASSES,
  RequestTimeline,
  type Caller,
  type Clock,
  type Entitlement,
  type RequestClass,
  type RequestContext,
  type RequestedClass,
  type ServiceLevel,
  type StageName,
} from '../core/index.js';

import { ClassNotEntitledError } from './optimizer.errors.js';

/** What a class promises. */
export interface ClassPromise {
  /** Milliseconds from arrival to answer. */
  readonly deadlineMs: number;
  /** Share of answers that must be in time, in (0, 1). */
  readonly objective: number;
  /** What a caller must be entitled to. */
  readonly entitlement: Entitlement;
}

/** A request as it arrives, before its class is known. */
export interface Arrival {
  readonly requestId: string;
  readonly caller: Caller;
  /** @default 'auto' */
  readonly requestedClass?: RequestedClass | undefined;
  /** The caller's own limit, milliseconds from arrival; it can only shorten the class's. */
  readonly deadlineMs?: number | undefined;
  /** Whether a class beyond the caller's entitlements becomes `strategic` instead of an error. @default false */
  readonly mayDowngrade?: boolean | undefined;
  /** Whether it must not be answered with what was made before. @default false */
  readonly wantsFresh?: boolean | undefined;
  /** Monotonic milliseconds. @default now */
  readonly arrivedAt?: number;
  /** Called when a stage of the work on it begins. */
  readonly onStage?: ((stage: StageName) => void) | undefined;
}

/** What decides the class of an `auto` request. */
export interface PlanShape {
  readonly personas: number;
  readonly enhancements: number;
}

/** What a caller gets who may not have what it asked for and said that less will do. */
const DOWNGRADED_TO = 'strategic';

/** Decides which class a request gets, whether its caller may have it, and the deadline that follows. */
export class ClassPolicy {
  readonly #longest: RequestClass;

  constructor(
    private readonly promises: Readonly<Record<RequestClass, ClassPromise>>,
    private readonly clock: Clock,
  ) {
    this.#longest = REQUEST_CLASSES.reduce((a, b) => (promises[b].deadlineMs > promises[a].deadlineMs ? b : a));
  }

  /** @throws {ClassNotEntitledError} `CLASS_NOT_ENTITLED`, if the caller claims a class beyond its entitlements. */
  open({
    requestId,
    caller,
    requestedClass = 'auto',
    deadlineMs,
    mayDowngrade = false,
    wantsFresh = false,
    arrivedAt = this.clock.now(),
    onStage,
  }: Arrival): RequestContext {
    const provisional = this.#granted(requestedClass, caller, mayDowngrade);
    const limitMs = Math.min(this.promises[provisional].deadlineMs, deadlineMs ?? Infinity);
    const lifetime = Deadline.never(this.clock);
    return {
      requestId,
      caller,
      requestedClass,
      wantsFresh,
      timeline: new RequestTimeline(this.clock, arrivedAt, onStage),
      lifetime,
      degradations: [],
      level: {
        class: provisional,
        deadlineMs: limitMs,
        deadline: lifetime.child(limitMs - (this.clock.now() - arrivedAt)),
      },
    };
  }

  /**
   * The level the plan leads to: what was asked for, or for `auto` the shortest class that suits the plan.
   *
   * Two personas or more make it `multi-persona`, help from an MCP server `enhanced`, else it is `strategic`.
   */
  levelFor(context: RequestContext, plan: PlanShape): ServiceLevel {
    if (context.requestedClass !== 'auto') return context.level;
    const settled: RequestClass =
      plan.personas > 1 ? 'multi-persona' : plan.enhancements > 0 ? 'enhanced' : 'strategic';
    const { level, timeline: waterfall } = context;
    const deadlineMs = Math.min(level.deadlineMs, this.promises[settled].deadlineMs);
    return { class: settled, deadlineMs, deadline: level.deadline.child(deadlineMs - waterfall.elapsedMs) };
  }

  /**
   * The shortest level a request may turn out to have: its own, or `strategic` while the plan of an `auto` one is
   * unknown.
   */
  shortestOf(context: RequestContext): ServiceLevel {
    return this.levelFor(context, { personas: 1, enhancements: 0 });
  }

  #granted(requestedClass: RequestedClass, caller: Caller, mayDowngrade: boolean): RequestClass {
    if (requestedClass === 'auto') return this.#longest;
    if (caller.entitlements.has(this.promises[requestedClass].entitlement)) return requestedClass;
    if (!mayDowngrade || requestedClass === DOWNGRADED_TO) throw new ClassNotEntitledError(requestedClass);
    return this.#granted(DOWNGRADED_TO, caller, false);
  }

  promiseOf(requestClass: RequestClass): ClassPromise {
    return this.promises[requestClass];
  }
}
