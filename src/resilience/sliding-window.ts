/** Figures over the latest samples. */
export interface WindowSummary {
  readonly count: number;
  readonly min: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/**
 * The latest samples of a quantity, with their quantiles.
 *
 * @remarks O(1) to record, a sort of the window to summarise; memory is fixed at `capacity` numbers.
 */
export class SlidingWindow {
  readonly #samples: Float64Array;
  #recorded = 0;

  constructor(capacity = 1_024) {
    this.#samples = new Float64Array(capacity);
  }

  record(value: number): void {
    this.#samples[this.#recorded % this.#samples.length] = value;
    this.#recorded++;
  }

  /** Nearest-rank quantiles over the window; null before the first sample. */
  summarise(): WindowSummary {
    const sorted = this.#samples.slice(0, Math.min(this.#recorded, this.#samples.length)).sort();
    const quantile = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
    return {
      count: this.#recorded,
      min: sorted[0] ?? null,
      p50: quantile(0.5),
      p95: quantile(0.95),
      p99: quantile(0.99),
    };
  }
}
