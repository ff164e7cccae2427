import {
  DeadlineExceededError,
  EventChannel,
  type Clock,
  type Deadline,
  type RequestClass,
  type RequestContext,
} from '../core/index.js';

import type { Permit } from './admission-slot.js';
import type { AdmissionRequest } from './admission-request.js';
import type { Admission } from './admission.js';
import type { BrownoutStep } from './brownout.js';
import type { ClassPolicy, PlanShape } from './class-policy.js';
import type { LatencyPredictor } from './latency-predictor.js';
import type { OverloadedError, Refusal } from './optimizer.errors.js';
import { ReplyTimetable } from './reply-timetable.js';
import type { ResponseReserve } from './response-reserve.js';

/** The plan that most `auto` requests turn out to have, of six in ten questions of leaders; until then its class counts. */
const EXPECTED_PLAN = { personas: 1, enhancements: 1 } as const;

/** Published for every answer: what was predicted on arrival, and what happened. */
export const predictionScored = new EventChannel<{
  readonly class: RequestClass;
  readonly predictedMs: number;
  readonly actualMs: number;
  /** Whether it was answered within its deadline, as predicted. */
  readonly isInTime: boolean;
}>('optimizer:prediction:scored');

/** Whether a question would be admitted now, and how long it would take. */
export interface Prediction {
  readonly admissible: boolean;
  /** From arrival to answer; null if it would be rejected, or before the first answer of the class. */
  readonly predictedMs: number | null;
}

/**
 * Splits the deadline of a question among its stages by their measured durations: admission may take what the work does
 * not need, MCP servers what is left then except the reserve for the reply. Deadlines are absolute, so time that one
 * stage leaves is available to the next.
 */
export class AdmissionPlanner {
  readonly #timetable: ReplyTimetable;

  constructor(
    private readonly admission: Admission,
    private readonly classes: ClassPolicy,
    private readonly predictor: LatencyPredictor,
    private readonly reserve: ResponseReserve,
    private readonly clock: Clock,
  ) {
    this.#timetable = new ReplyTimetable(clock);
  }

  /**
   * Acquires a slot for a request.
   *
   * @throws {OverloadedError} `OVERLOADED`, if it could not be answered in time.
   * @throws {CancelledError} `CANCELLED`, if the request is cancelled while it waits.
   */
  admit(context: RequestContext): Promise<Permit> {
    return context.timeline.measureAsync('admission', async () => {
      const request = this.#requestOf(context);
      // Disposing the deadline clears its timer.
      using _deadline = request.deadline;
      return await this.admission.acquire(request);
    });
  }

  /**
   * The plan of an admitted question is known: it has its class now, and waits for its turn if others are to go first.
   *
   * @throws {OverloadedError} `OVERLOADED`, if it could not be answered in time after all.
   * @throws {CancelledError} `CANCELLED`, if the request is cancelled while it waits.
   */
  async settle(context: RequestContext, permit: Permit, plan: PlanShape): Promise<void> {
    context.level = this.classes.levelFor(context, plan);
    using deadline = this.#replyDueBy(context.level.deadline);
    const { tenant } = context.caller;
    const turn = this.admission.settle(permit, { class: context.level.class, tenant, deadline });
    if (turn !== undefined) await context.timeline.measureAsync('admission', () => turn);
  }

  /** Rejects a request that {@link admit} would reject now; undefined if it may proceed. */
  shedEarly(context: RequestContext): Refusal | undefined {
    return this.admission.shedEarly(this.#requestOf(context));
  }

  #requestOf(context: RequestContext): AdmissionRequest {
    const { class: requestClass, deadline } = this.classes.levelFor(context, EXPECTED_PLAN);
    const request = { class: requestClass, tenant: context.caller.tenant, deadline: this.#replyDueBy(deadline) };
    if (context.requestedClass !== 'auto') return request;
    const shortest = this.classes.shortestOf(context);
    return { ...request, unread: { class: shortest.class, deadlineAt: shortest.deadline.at - this.reserve.ms } };
  }

  /** Whether the answer to an admitted question goes without a step, so that fewer questions are refused. */
  leavesOut(step: BrownoutStep, { level }: RequestContext): boolean {
    return this.admission.brownout.leavesOut(step, level.class);
  }

  /** The rejection of a question whose caller accepts no answer that goes without parts. */
  rejectionOfCheaper(context: RequestContext): OverloadedError {
    const request = this.#requestOf(context);
    using _deadline = request.deadline;
    return this.admission.reject(request, 'cheaper_refused');
  }

  /**
   * Waits for the calls of an admitted question, but no longer than its reply can wait: of several that are due together,
   * each has its turn; and one that may have waited in its socket is due so much earlier.
   *
   * @throws {CancelledError} `CANCELLED`, if the request is cancelled while it waits.
   */
  async untilReplyDue(context: RequestContext, calls: Promise<unknown>): Promise<void> {
    const { class: name, deadline, deadlineMs } = context.level;
    const latestAt = deadline.at - this.reserve.ofWaitMs(deadlineMs) - context.unseenMs;
    const turn = this.#timetable.book(latestAt, this.admission.writingMs(name));
    context.replyDueAt = turn.startsAt;
    using due = deadline.before(deadline.at - turn.startsAt);
    try {
      await due.wait(calls);
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error;
    } finally {
      turn.release();
    }
  }

  /** When the reply must begin, had nothing been waited for. */
  #replyDueBy(deadline: Deadline): Deadline {
    return deadline.before(this.reserve.ms);
  }

  /** Predicts whether {@link admit} would accept the request now, and when it would be answered. */
  predict({ caller, level }: RequestContext): Prediction {
    const { remainingMs } = this.#replyDueBy(level.deadline);
    const waitMs = this.admission.predictWaitMs(level.class, caller.tenant, remainingMs);
    const workMs = this.predictor.predictMs(level.class);
    return {
      admissible: waitMs !== undefined,
      predictedMs: waitMs === undefined || workMs === null ? null : waitMs + workMs,
    };
  }

  /** Learns the work time of an answer and scores its prediction. */
  recordAnswer({ level, timeline }: RequestContext, { predictedWaitMs }: Permit): void {
    const waitedMs = timeline.stages.reduce((sum, one) => sum + (one.name === 'admission' ? one.durationMs : 0), 0);
    const actualMs = timeline.elapsedMs;
    const workMs = this.predictor.predictMs(level.class);
    if (workMs !== null) {
      const predictedMs = predictedWaitMs + workMs;
      const isInTime = actualMs <= level.deadlineMs;
      predictionScored.publish({ class: level.class, predictedMs, actualMs, isInTime });
    }
    this.predictor.observe(level.class, actualMs - waitedMs);
  }

  /** Learns the time of a written reply; cached answers, which are not composed, do not count. */
  recordReply({ level, replyDueAt, timeline }: RequestContext): void {
    const compose = timeline.stages.findLast(({ name }) => name === 'compose');
    if (compose === undefined) return;
    const composedAt = timeline.arrivedAt + compose.startMs;
    this.reserve.observe(this.clock.now() - Math.min(composedAt, replyDueAt ?? this.#replyDueBy(level.deadline).at));
  }
}
