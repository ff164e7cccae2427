import type { AppConfig } from '../config/index.js';
import {
  Deadline,
  REQUEST_CLASSES,
  RequestTimeline,
  type Caller,
  type Clock,
  type RequestClass,
  type RequestContext,
  type RequestedClass,
  type ServiceLevel,
  type StageName,
} from '../core/index.js';

import type { ArrivalWatch } from './arrival-watch.js';
import { ClassNotEntitledError } from './optimizer.errors.js';

/** The service level of a class. */
export type ClassSettings = Pick<AppConfig['classes'][RequestClass], 'deadlineMs' | 'objective' | 'entitlement'>;

/** A request on arrival. */
export interface Arrival {
  readonly requestId: string;
  readonly caller: Caller;
  /** @default 'auto' */
  readonly requestedClass?: RequestedClass | undefined;
  /** The caller's own limit, milliseconds from arrival; it can only shorten the class's. */
  readonly deadlineMs?: number | undefined;
  /** Whether a class beyond the caller's entitlements becomes `strategic` instead of an error. @default false */
  readonly mayDowngrade?: boolean | undefined;
  /** Whether an answer that goes without parts under overload is excluded. @default false */
  readonly refusesCheaper?: boolean | undefined;
  /** Whether a cached answer is excluded. @default false */
  readonly wantsFresh?: boolean | undefined;
  /** When it was read from its socket, monotonic milliseconds. @default now, for a question that has not come by one */
  readonly arrivedAt?: number;
  /** Called when a stage begins. */
  readonly onStage?: ((stage: StageName) => void) | undefined;
}

/** Decides the class of an `auto` request. */
export interface PlanShape {
  readonly personas: number;
  readonly enhancements: number;
}

/** The class of a lenient request whose caller is not entitled to the one requested. */
const DOWNGRADE_CLASS = 'strategic';

/** Decides the class of a request, checks that its caller is entitled to it, and derives the deadline. */
export class ClassPolicy {
  #longest: RequestClass;

  constructor(
    private promises: Readonly<Record<RequestClass, ClassSettings>>,
    private readonly clock: Clock,
    /** Without it, requests are seen the moment they come. */
    private readonly watch?: ArrivalWatch,
  ) {
    this.#longest = longestOf(promises);
  }

  /** For requests that arrive from now on. */
  change(promises: Readonly<Record<RequestClass, ClassSettings>>): void {
    this.promises = promises;
    this.#longest = longestOf(promises);
  }

  /** @throws {ClassNotEntitledError} `CLASS_NOT_ENTITLED`, if the caller is not entitled to the requested class. */
  open({
    requestId,
    caller,
    requestedClass = 'auto',
    deadlineMs,
    mayDowngrade = false,
    refusesCheaper = false,
    wantsFresh = false,
    arrivedAt,
    onStage,
  }: Arrival): RequestContext {
    const provisional = this.#grant(requestedClass, caller, mayDowngrade);
    const limitMs = Math.min(this.promises[provisional].deadlineMs, deadlineMs ?? Infinity);
    const lifetime = Deadline.never(this.clock);
    const begunAt = arrivedAt ?? this.clock.now();
    return {
      requestId,
      caller,
      requestedClass,
      requestedDeadlineMs: deadlineMs ?? null,
      refusesCheaper,
      wantsFresh,
      timeline: new RequestTimeline(this.clock, begunAt, onStage),
      unseenMs: arrivedAt === undefined ? 0 : this.#unseenMs(arrivedAt),
      lifetime,
      degradations: [],
      level: {
        class: provisional,
        deadlineMs: limitMs,
        deadline: lifetime.child(limitMs - (this.clock.now() - begunAt)),
      },
    };
  }

  /**
   * The requested level, or for `auto` that of the plan: `multi-persona` with two personas or more, `enhanced` with MCP
   * servers, otherwise `strategic`.
   */
  levelFor(context: RequestContext, plan: PlanShape): ServiceLevel {
    if (context.requestedClass !== 'auto') return context.level;
    const settled: RequestClass =
      plan.personas > 1 ? 'multi-persona' : plan.enhancements > 0 ? 'enhanced' : 'strategic';
    const { level, timeline } = context;
    const deadlineMs = Math.min(level.deadlineMs, this.promises[settled].deadlineMs);
    return { class: settled, deadlineMs, deadline: level.deadline.child(deadlineMs - timeline.elapsedMs) };
  }

  /** The shortest possible level of a request: its own, or `strategic` while the plan of an `auto` one is unknown. */
  shortestOf(context: RequestContext): ServiceLevel {
    return this.levelFor(context, { personas: 1, enhancements: 0 });
  }

  #unseenMs(arrivedAt: number): number {
    if (this.watch === undefined) return 0;
    const unseenMs = this.watch.unseenMs(arrivedAt);
    this.watch.note();
    return unseenMs;
  }

  #grant(requestedClass: RequestedClass, caller: Caller, mayDowngrade: boolean): RequestClass {
    if (requestedClass === 'auto') return this.#longest;
    if (caller.entitlements.has(this.promises[requestedClass].entitlement)) return requestedClass;
    if (!mayDowngrade || requestedClass === DOWNGRADE_CLASS) throw new ClassNotEntitledError(requestedClass);
    return this.#grant(DOWNGRADE_CLASS, caller, false);
  }

  settingsOf(requestClass: RequestClass): ClassSettings {
    return this.promises[requestClass];
  }
}

function longestOf(promises: Readonly<Record<RequestClass, ClassSettings>>): RequestClass {
  return REQUEST_CLASSES.reduce((a, b) => (promises[b].deadlineMs > promises[a].deadlineMs ? b : a));
}
