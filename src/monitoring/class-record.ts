import type { Clock, Stage } from '../core/index.js';
import type { AnsweredEvent, ShedReason } from '../optimizer/index.js';

import { SlidingHistogram } from '../resilience/index.js';
import { TimeBuckets } from '../resilience/index.js';

/** What the error budget of a class was spent on. */
export interface BudgetUse {
  readonly windowMs: number;
  readonly requests: number;
  readonly missed: number;
  /** 1 when the window's whole budget is gone. */
  readonly spentRatio: number;
  readonly causes: readonly { readonly cause: string; readonly requests: number }[];
}

/** An answer that took long, and where its receipt is found. */
export interface SlowAnswer {
  readonly requestId: string;
  readonly elapsedMs: number;
}

/** How well it was foretold what would become of questions. */
export interface PredictionScore {
  readonly scored: number;
  readonly errorP50Ms: number | null;
  readonly errorP95Ms: number | null;
  readonly admissible: Verdicts;
  readonly refused: Verdicts;
}

/** How often something foretold came true, since the start. */
interface Verdicts {
  readonly right: number;
  readonly wrong: number;
}

/** Latencies are judged over this time, milliseconds. */
export const LATENCY_WINDOW_MS = 300_000;
/** Promises are judged over this time, milliseconds. */
export const BUDGET_WINDOW_MS = 3_600_000;
const SLOWEST_KEPT = 3;

interface Tally {
  requests: number;
  readonly misses: Map<string, number>;
}

/** How one class keeps its promise: since the start, and lately. */
export class ClassRecord {
  readonly latencies: SlidingHistogram;
  readonly #tallies: TimeBuckets<Tally>;
  readonly #slowest: TimeBuckets<SlowAnswer[]>;
  readonly #errors: SlidingHistogram;
  readonly #admissible = { right: 0, wrong: 0 };
  readonly #refused = { right: 0, wrong: 0 };
  #count = 0;
  #inTime = 0;

  constructor(clock: Clock) {
    this.latencies = new SlidingHistogram({ windowMs: LATENCY_WINDOW_MS }, clock);
    this.#errors = new SlidingHistogram({ windowMs: LATENCY_WINDOW_MS }, clock);
    this.#tallies = new TimeBuckets({ windowMs: BUDGET_WINDOW_MS, slices: 12 }, clock, () => ({
      requests: 0,
      misses: new Map(),
    }));
    this.#slowest = new TimeBuckets({ windowMs: LATENCY_WINDOW_MS }, clock, () => []);
  }

  /** Since the start. */
  get totals(): { readonly count: number; readonly inTime: number; readonly attainment: number | null } {
    return {
      count: this.#count,
      inTime: this.#inTime,
      attainment: this.#count === 0 ? null : this.#inTime / this.#count,
    };
  }

  answered({ requestId, elapsedMs, isInTime, stages }: AnsweredEvent): void {
    this.#count++;
    if (isInTime) this.#inTime++;
    this.latencies.record(elapsedMs);
    this.#tally(isInTime ? undefined : `late: ${longestOf(stages)}`);
    const slowest = this.#slowest.present;
    if (slowest.length < SLOWEST_KEPT || elapsedMs > (slowest.at(-1)?.elapsedMs ?? 0)) {
      slowest.push({ requestId, elapsedMs });
      slowest.sort((a, b) => b.elapsedMs - a.elapsedMs);
      slowest.length = Math.min(slowest.length, SLOWEST_KEPT);
    }
  }

  refused(reason: ShedReason): void {
    this.#tally(`refused: ${reason}`);
  }

  /** A question said to be answered within its deadline has been answered. */
  foretold(errorMs: number, isInTime: boolean): void {
    this.#errors.record(errorMs);
    this.#admissible[isInTime ? 'right' : 'wrong']++;
  }

  /** A question said to be late was let in to find out. */
  probed(wouldHaveMadeIt: boolean): void {
    this.#refused[wouldHaveMadeIt ? 'wrong' : 'right']++;
  }

  get prediction(): PredictionScore {
    const { p50, p95 } = this.#errors.quantiles;
    return {
      scored: this.#admissible.right + this.#admissible.wrong,
      errorP50Ms: p50,
      errorP95Ms: p95,
      admissible: { ...this.#admissible },
      refused: { ...this.#refused },
    };
  }

  /** @param objective Share of requests that must be answered in time. */
  budget(objective: number): BudgetUse {
    const tallies = this.#tallies.within();
    const requests = tallies.reduce((sum, tally) => sum + tally.requests, 0);
    const causes = new Map<string, number>();
    for (const { misses } of tallies) {
      for (const [cause, count] of misses) causes.set(cause, (causes.get(cause) ?? 0) + count);
    }
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

  /** The slowest answers of the latest minutes, the slowest first. */
  get slowest(): SlowAnswer[] {
    return this.#slowest
      .within()
      .flat()
      .toSorted((a, b) => b.elapsedMs - a.elapsedMs)
      .slice(0, SLOWEST_KEPT);
  }

  #tally(miss: string | undefined): void {
    const tally = this.#tallies.present;
    tally.requests++;
    if (miss !== undefined) tally.misses.set(miss, (tally.misses.get(miss) ?? 0) + 1);
  }
}

function longestOf(stages: readonly Stage[]): string {
  const longest = stages.reduce<Stage | undefined>(
    (most, stage) => (most === undefined || stage.durationMs > most.durationMs ? stage : most),
    undefined,
  );
  return longest?.name ?? 'before any stage';
}
