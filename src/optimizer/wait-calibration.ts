/** Before the first observation. */
const INITIAL_RATIO = 0.7;
/** Share of waits below the lower bound, and so of requests rejected although they would have been in time. */
const SHARE_BELOW = 0.05;
/** Step size of the approximation; probes weigh more, because only they have waits as long as those that decide. */
const GAIN = 0.1;
const PROBE_GAIN = 0.8;

/**
 * The fifth percentile of actual over predicted wait, learned from finished waits: a request is rejected for its deadline
 * only if it would be late nearly certainly.
 *
 * @remarks O(1) in time and memory. No clock.
 * @see Robbins, Monro: A Stochastic Approximation Method, 1951, applied to a quantile
 */
export class WaitCalibration {
  #lowRatio = INITIAL_RATIO;

  /** @param minRatio Lower bound of the ratio, in (0, 1]. */
  constructor(private readonly minRatio: number) {}

  /** In [minRatio, 1]. */
  get lowRatio(): number {
    return this.#lowRatio;
  }

  /** @param waitedMs Of a wait that ended; of one given up, its lower bound. */
  observe(predictedMs: number, waitedMs: number, isProbe: boolean): void {
    if (!(predictedMs > 0)) return;
    const gain = isProbe ? PROBE_GAIN : GAIN;
    const isBelow = waitedMs < this.#lowRatio * predictedMs;
    const next = this.#lowRatio * Math.exp(gain * (isBelow ? SHARE_BELOW - 1 : SHARE_BELOW));
    this.#lowRatio = Math.min(1, Math.max(this.minRatio, next));
  }
}
