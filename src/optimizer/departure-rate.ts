import { Ewma } from '../resilience/index.js';

/** Weight of the newest interval in the moving average. */
const EWMA_WEIGHT = 0.1;
/** One pause of the machine counts for at most so many times the mean. */
const MAX_STEP = 5;

/** The mean time between two departures from a queue while others wait. */
export class DepartureRate {
  readonly #intervalMs: Ewma;
  #lastAt: number | undefined;

  /** @param initialMs Before the first departure. */
  constructor(initialMs: number) {
    this.#intervalMs = new Ewma(EWMA_WEIGHT, initialMs);
  }

  /** Between two departures, milliseconds. */
  get intervalMs(): number {
    return this.#intervalMs.value ?? 0;
  }

  /** @param isBacklogged Whether others still wait: only then does the time to the next departure count. */
  observe(now: number, isBacklogged: boolean): void {
    if (this.#lastAt !== undefined) {
      this.#intervalMs.observe(Math.min(now - this.#lastAt, MAX_STEP * this.intervalMs + 1));
    }
    this.#lastAt = isBacklogged ? now : undefined;
  }
}
