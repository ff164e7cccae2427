/** Of what is predicted, before anything is known. */
const FIRST_GUESS = 0.7;
/** Share of waits that end before the lower bound: as many as may be refused although they would have made it. */
const SHARE_BELOW = 0.05;
/** The bound moves by so much of itself, times the share, with each wait; those that were long by prediction teach more. */
const GAIN = 0.1;
const GAIN_OF_PROBE = 0.8;

/**
 * How far waits fall short of what was predicted for them, learned from those that came to an end.
 *
 * Who is refused for being late must be late nearly certainly, so what counts is not the mean but the low end: only one
 * wait in twenty may be shorter than its prediction times {@link lowRatio}. Those let in to score a prediction weigh
 * more, because they alone tell of waits as long as the ones that decide.
 *
 * @remarks O(1) in time and memory. No clock.
 * @see Robbins, Monro: A Stochastic Approximation Method, 1951, applied to a quantile
 */
export class WaitCalibration {
  #lowRatio = FIRST_GUESS;

  /** @param smallest Below which the ratio never falls, in (0, 1]. */
  constructor(private readonly smallest: number) {}

  /** In [smallest, 1]. */
  get lowRatio(): number {
    return this.#lowRatio;
  }

  /** A wait has ended, or was given up: then `waitedMs` is what it took at least. */
  observe(predictedMs: number, waitedMs: number, isProbe: boolean): void {
    if (!(predictedMs > 0)) return;
    const gain = isProbe ? GAIN_OF_PROBE : GAIN;
    const isBelow = waitedMs < this.#lowRatio * predictedMs;
    const next = this.#lowRatio * Math.exp(gain * (isBelow ? SHARE_BELOW - 1 : SHARE_BELOW));
    this.#lowRatio = Math.min(1, Math.max(this.smallest, next));
  }
}
