import type { Clock } from '../core/index.js';

import { DurationSketch } from './duration-sketch.js';
import { TimeBuckets, type WindowOptions } from './time-buckets.js';

/** Samples needed on either side for a trend. */
const MIN_SAMPLES = 20;
const TREND_RATIO = 1.25;

/**
 * Quantiles of durations over a sliding time window: a {@link DurationSketch} per slice, merged when read.
 *
 * @remarks O(1) to record, 4 kB per slice; quantiles are off by at most 1 %.
 */
export class SlidingHistogram {
  readonly #slices: TimeBuckets<DurationSketch>;

  constructor(options: WindowOptions, clock: Clock) {
    this.#slices = new TimeBuckets(options, clock, () => new DurationSketch());
  }

  record(durationMs: number): void {
    this.#slices.present.record(durationMs);
  }

  /** Sketch of the whole window. */
  get sketch(): DurationSketch {
    return merge(this.#slices.within());
  }

  /** Milliseconds; null before the first sample. */
  get quantiles() {
    const merged = this.sketch;
    return { p50Ms: merged.quantile(0.5), p95Ms: merged.quantile(0.95), p99Ms: merged.quantile(0.99) };
  }

  /** The 95th percentile of the newer part of the window against that of the older. */
  get trend(): 'rising' | 'steady' | 'falling' {
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
