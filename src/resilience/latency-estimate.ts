import type { Clock } from '../core/index.js';

/**
 * A moving average of latencies that rises at once with a slow call and forgets with time.
 *
 * An observation counts the more, the longer the last one is ago; while nothing is observed the estimate fades, so
 * that somebody who was slow once is tried again.
 *
 * @see Finagle, `PeakEwma` load metric
 */
export class LatencyEstimate {
  #ms = 0;
  #at: number;

  /** @param decayMs Time after which an old observation counts 1/e. */
  constructor(
    private readonly clock: Clock,
    private readonly decayMs: number,
  ) {
    this.#at = clock.now();
  }

  /** Milliseconds; zero as long as nothing is known. */
  get ms(): number {
    return this.#ms * Math.exp((this.#at - this.clock.now()) / this.decayMs);
  }

  observe(ms: number): void {
    const now = this.clock.now();
    const kept = Math.exp((this.#at - now) / this.decayMs);
    this.#ms = ms > this.#ms ? ms : this.#ms * kept + ms * (1 - kept);
    this.#at = now;
  }
}
