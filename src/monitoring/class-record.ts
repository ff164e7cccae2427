import type { Clock, RequestClass, Stage } from '../core/index.js';
import type { AnsweredEvent, ClassPolicy, FailureReason, ShedReason } from '../optimizer/index.js';
import { SlidingHistogram, TimeBuckets } from '../resilience/index.js';

import type { Performance } from './performance-report.js';

type ClassReport = Performance['classes'][number];

/** Window of latencies and of the slowest answers, milliseconds. */
export const LATENCY_WINDOW_MS = 300_000;
/** Window of the error budget, milliseconds. */
export const BUDGET_WINDOW_MS = 3_600_000;
const MAX_SLOWEST = 3;

/** The outcomes of one class: counts since the start, latencies and error budget over a window. */
export class ClassRecord {
  readonly #latencies: SlidingHistogram;
  readonly #predictionErrors: SlidingHistogram;
  readonly #slowest: TimeBuckets<ClassReport['slowest']>;
  readonly #budget: TimeBuckets<{ requests: number; readonly misses: Map<string, number> }>;
  readonly #admissible = { right: 0, wrong: 0 };
  #count = 0;
  #inTime = 0;
  #shed = 0;

  constructor(
    private readonly name: RequestClass,
    clock: Clock,
  ) {
    this.#latencies = new SlidingHistogram({ windowMs: LATENCY_WINDOW_MS }, clock);
    this.#predictionErrors = new SlidingHistogram({ windowMs: LATENCY_WINDOW_MS }, clock);
    this.#slowest = new TimeBuckets({ windowMs: LATENCY_WINDOW_MS }, clock, () => []);
    this.#budget = new TimeBuckets({ windowMs: BUDGET_WINDOW_MS, slices: 12 }, clock, () => ({
      requests: 0,
      misses: new Map(),
    }));
  }

  recordAnswer({ requestId, elapsedMs, isInTime, stages }: AnsweredEvent): void {
    this.#count++;
    if (isInTime) this.#inTime++;
    this.#latencies.record(elapsedMs);
    this.#spend(isInTime ? undefined : `late: ${longestOf(stages)}`);
    const slowest = this.#slowest.present;
    if (slowest.length === MAX_SLOWEST && elapsedMs <= (slowest.at(-1)?.elapsedMs ?? 0)) return;
    slowest.push({ requestId, elapsedMs });
    slowest.sort((a, b) => b.elapsedMs - a.elapsedMs).splice(MAX_SLOWEST);
  }

  recordShed(reason: ShedReason): void {
    this.#shed++;
    this.#spend(`refused: ${reason}`);
  }

  recordFailure(reason: FailureReason): void {
    this.#spend(`failed: ${reason}`);
  }

  /** Scores the prediction for an admitted question. */
  recordPrediction(errorMs: number, isInTime: boolean): void {
    this.#predictionErrors.record(errorMs);
    this.#admissible[isInTime ? 'right' : 'wrong']++;
  }

  report({ deadlineMs, objective }: ReturnType<ClassPolicy['settingsOf']>, load: number): ClassReport {
    const { p50Ms: errorP50Ms, p95Ms: errorP95Ms } = this.#predictionErrors.quantiles;
    return {
      class: this.name,
      deadlineMs,
      objective,
      count: this.#count,
      inTime: this.#inTime,
      refused: this.#shed,
      attainment: this.#count === 0 ? null : this.#inTime / this.#count,
      ...this.#latencies.quantiles,
      prediction: {
        scored: this.#admissible.right + this.#admissible.wrong,
        errorP50Ms,
        errorP95Ms,
        admissible: { ...this.#admissible },
      },
      trend: this.#latencies.trend,
      load,
      budget: this.#budgetOf(objective),
      slowest: this.#slowest
        .within()
        .flat()
        .toSorted((a, b) => b.elapsedMs - a.elapsedMs)
        .slice(0, MAX_SLOWEST),
    };
  }

  #budgetOf(objective: number): ClassReport['budget'] {
    const slices = this.#budget.within();
    const causes = new Map<string, number>();
    for (const [cause, count] of slices.flatMap(({ misses }) => [...misses])) {
      causes.set(cause, (causes.get(cause) ?? 0) + count);
    }
    const requests = slices.reduce((sum, slice) => sum + slice.requests, 0);
    const missed = [...causes.values()].reduce((sum, count) => sum + count, 0);
    return {
      windowMs: BUDGET_WINDOW_MS,
      requests,
      missed,
      spentRatio: requests === 0 ? 0 : missed / (requests * (1 - objective)),
      causes: [...causes]
        .map(([cause, count]) => ({ cause, requests: count }))
        .toSorted((a, b) => b.requests - a.requests),
    };
  }

  #spend(cause: string | undefined): void {
    const slice = this.#budget.present;
    slice.requests++;
    if (cause !== undefined) slice.misses.set(cause, (slice.misses.get(cause) ?? 0) + 1);
  }
}

function longestOf(stages: readonly Stage[]): string {
  return stages.toSorted((a, b) => b.durationMs - a.durationMs)[0]?.name ?? 'before any stage';
}
