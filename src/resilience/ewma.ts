import type { Clock } from '../core/index.js';

/** Exponentially weighted moving average, one step per sample; the first sample sets it. */
export class Ewma {
  #value: number | undefined;

  /** @param weight Weight of the newest sample, in (0, 1]. */
  constructor(
    private readonly weight: number,
    initial?: number,
  ) {
    this.#value = initial;
  }

  /** Undefined before the first sample, where no initial value was given. */
  get value(): number | undefined {
    return this.#value;
  }

  observe(sample: number): void {
    this.#value = this.#value === undefined ? sample : this.#value + this.weight * (sample - this.#value);
  }
}

/**
 * Moving average of latencies that rises at once with a slow call and decays with time, also while nothing is observed,
 * so that an endpoint that was slow once is tried again.
 *
 * @see Finagle, `PeakEwma` load metric
 */
export class PeakEwma {
  #ms = 0;
  #at: number;

  /** @param decayMs Time after which an old observation weighs 1/e. */
  constructor(
    private readonly clock: Clock,
    private readonly decayMs: number,
  ) {
    this.#at = clock.now();
  }

  /** Milliseconds; zero before the first observation. */
  get ms(): number {
    return this.#ms * Math.exp((this.#at - this.clock.now()) / this.decayMs);
  }

  observe(ms: number): void {
    const now = this.clock.now();
    const remaining = Math.exp((this.#at - now) / this.decayMs);
    this.#ms = ms > this.#ms ? ms : this.#ms * remaining + ms * (1 - remaining);
    this.#at = now;
  }
}
