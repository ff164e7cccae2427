import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

import type { Clock } from '../common/index.js';

import { Slices, type WindowOptions } from './slices.js';

/** Quantiles of a duration, milliseconds; null before the first sample. */
export interface Quantiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** Whether a quantity has grown within the window. */
export type Trend = 'rising' | 'steady' | 'falling';

/** Durations up to ten minutes to two digits: about 20 kB a slice. */
const RANGE = { lowest: 1, highest: 600_000_000, figures: 2 } as const;
const MICROSECONDS = 1_000;
/** Fewer samples on either side say nothing about a trend. */
const FEWEST_SAMPLES = 20;
const TREND_RATIO = 1.25;

/**
 * Durations of the latest time with their quantiles, in HDR histograms.
 *
 * @remarks O(1) to record, memory bounded by the number of slices; quantiles are off by at most 1 %.
 * @see http://hdrhistogram.org
 */
export class SlidingHistogram {
  readonly #slices: Slices<RecordableHistogram>;

  constructor(options: WindowOptions, clock: Clock) {
    this.#slices = new Slices(options, clock, () => createHistogram(RANGE));
  }

  record(durationMs: number): void {
    const micros = Math.round(durationMs * MICROSECONDS);
    this.#slices.present.record(Math.min(RANGE.highest, Math.max(RANGE.lowest, micros)));
  }

  get quantiles(): Quantiles {
    const merged = merge(this.#slices.within());
    const at = (percent: number) => (merged.count === 0 ? null : merged.percentile(percent) / MICROSECONDS);
    return { p50: at(50), p95: at(95), p99: at(99) };
  }

  /** The 95th percentile of the newer part of the window against that of the older. */
  get trend(): Trend {
    const all = this.#slices.within();
    const newer = this.#slices.within(2);
    const [before, now] = [merge(all.slice(0, all.length - newer.length)), merge(newer)];
    if (before.count < FEWEST_SAMPLES || now.count < FEWEST_SAMPLES) return 'steady';
    const ratio = now.percentile(95) / before.percentile(95);
    return ratio > TREND_RATIO ? 'rising' : ratio < 1 / TREND_RATIO ? 'falling' : 'steady';
  }
}

function merge(slices: readonly RecordableHistogram[]): RecordableHistogram {
  const merged = createHistogram(RANGE);
  for (const slice of slices) merged.add(slice);
  return merged;
}
