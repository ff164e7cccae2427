import type { Clock } from '../core/index.js';

import { DurationSketch } from './duration-sketch.js';
import { TimeBuckets, type WindowOptions } from './time-buckets.js';

/** Quantiles of a duration, milliseconds; null before the first sample. */
export interface Quantiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** Whether a quantity has grown within the window. */
export type Trend = 'rising' | 'steady' | 'falling';

/** Fewer samples on either side say nothing about a trend. */
const MIN_SAMPLES = 20;
const TREND_RATIO = 1.25;

/**
 * Durations of the latest time with their quantiles.
 *
 * @remarks O(1) to record, memory bounded by the number of slices; quantiles are off by at most 1 %.
 */
export class SlidingHistogram {
  readonly #slices: TimeBuckets<DurationSketch>;

  constructor(options: WindowOptions, clock: Clock) {
    this.#slices = new TimeBuckets(options, clock, () => new DurationSketch());
  }

  record(durationMs: number): void {
    this.#slices.present.record(durationMs);
  }

  get quantiles(): Quantiles {
    const merged = merge(this.#slices.within());
    return { p50: merged.quantile(0.5), p95: merged.quantile(0.95), p99: merged.quantile(0.99) };
  }

  /** The 95th percentile of the newer part of the window against that of the older. */
  get trend(): Trend {
    const all = this.#slices.within();
    const newer = this.#slices.within(2);
    const [before, now] = [merge(all.slice(0, all.length - newer.length)), merge(newer)];
    if (before.count < MIN_SAMPLES || now.count < MIN_SAMPLES) return 'steady';
    const ratio = Number(now.quantile(0.95)) / Number(before.quantile(0.95));
    return ratio > TREND_RATIO ? 'rising' : ratio < 1 / TREND_RATIO ? 'falling' : 'steady';
  }
}

function merge(slices: readonly DurationSketch[]): DurationSketch {
  const merged = new DurationSketch();
  for (const slice of slices) merged.add(slice);
  return merged;
}
