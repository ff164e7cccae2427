import { EventChannel, type Clock, type Deadline, type RequestClass, type RequestContext } from '../core/index.js';

import type { Permit } from './admission-slot.js';
import type { Admission, AdmissionRequest } from './admission.js';
import type { ClassPolicy } from './class-policy.js';
import type { LatencyPredictor } from './latency-predictor.js';
import type { Refusal } from './optimizer.errors.js';
import type { ResponseReserve } from './response-reserve.js';

/**
 * What is expected of an `auto` request before it is read: help from a server, as nearly every question gets. It waits
 * in the lane of the shortest class it may turn out to have, but as long as this plan allows: else it would be refused
 * when its class still leaves it plenty of time.
 */
const EXPECTED_PLAN = { personas: 1, enhancements: 1 } as const;

/** Published for every answer: what was predicted on arrival, and what happened. */
export const predictionScored = new EventChannel<{
  readonly class: RequestClass;
  readonly predictedMs: number;
  readonly actualMs: number;
  /** Whether it was admissible, as it was said to be: answered within its deadline. */
  readonly isInTime: boolean;
}>('optimizer:prediction:scored');

/** Whether a question would be let in now, and how long it would take. */
export interface Foresight {
  readonly admissible: boolean;
  /** From arrival to answer; null when it would be refused, or nothing of the class has been answered yet. */
  readonly predictedMs: number | null;
}

/**
 * Splits the deadline of a question among its stages, by what they take in truth.
 *
 * Waiting to be let in may take what the work does not need; help may take all that is left then, but for what the
 * reply needs. Deadlines are absolute, so what one stage leaves over is the next one's.
 */
export class AdmissionPlanner {
  constructor(
    private readonly admission: Admission,
    private readonly classes: ClassPolicy,
    private readonly forecast: LatencyPredictor,
    private readonly reserve: ResponseReserve,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets a request in; `permit.predictedWaitMs` is what it was expected to wait.
   *
   * @throws {OverloadedError} `OVERLOADED`, if it could not be answered in time.
   * @throws {CancelledError} `CANCELLED`, if its lifetime ends while it waits.
   */
  admit(context: RequestContext): Promise<Permit> {
    return context.timeline.measureAsync('admission', async () => {
      const request = this.#requestOf(context);
      // Who is let in leaves no timer behind.
      using _patience = request.deadline;
      return await this.admission.acquire(request);
    });
  }

  /** Refuses a request that {@link admit} would refuse now; undefined for one that may go on. */
  turnAway(context: RequestContext): Refusal | undefined {
    return this.admission.turnAway(this.#requestOf(context));
  }

  #requestOf(context: RequestContext): AdmissionRequest {
    const { class: requestClass } = this.classes.shortestOf(context);
    const { deadline } = this.classes.levelFor(context, EXPECTED_PLAN);
    return { class: requestClass, tenant: context.caller.tenant, deadline: this.replyDueBy(deadline) };
  }

  /** The moment at which the reply must be begun. */
  replyDueBy(deadline: Deadline): Deadline {
    return deadline.before(this.reserve.ms);
  }

  /** What {@link admit} and the work after it would come to. */
  foresee({ caller, level }: RequestContext): Foresight {
    const { remainingMs } = this.replyDueBy(level.deadline);
    const waitMs = this.admission.predictWaitMs(level.class, caller.tenant, remainingMs);
    const workMs = this.forecast.predictMs(level.class);
    return {
      admissible: waitMs !== undefined,
      predictedMs: waitMs === undefined || workMs === null ? null : waitMs + workMs,
    };
  }

  /** The answer is made: learns how long that took beside the wait, and scores the prediction. */
  answered({ level, timeline: waterfall }: RequestContext, { predictedWaitMs }: Permit): void {
    const waitedMs = waterfall.stages.find(({ name }) => name === 'admission')?.durationMs ?? 0;
    const actualMs = waterfall.elapsedMs;
    const workMs = this.forecast.predictMs(level.class);
    if (workMs !== null) {
      const predictedMs = predictedWaitMs + workMs;
      const isInTime = actualMs <= level.deadlineMs;
      predictionScored.publish({ class: level.class, predictedMs, actualMs, isInTime });
    }
    this.forecast.observe(level.class, actualMs - waitedMs);
  }

  /** The reply has left: learns what it needed. Kept answers, which are not composed, teach nothing. */
  replied({ level, timeline: waterfall }: RequestContext): void {
    const compose = waterfall.stages.findLast(({ name }) => name === 'compose');
    if (compose === undefined) return;
    const composedAt = waterfall.arrivedAt + compose.startMs;
    this.reserve.observe(this.clock.now() - Math.min(composedAt, this.replyDueBy(level.deadline).at));
  }
}
