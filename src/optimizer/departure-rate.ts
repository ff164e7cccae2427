/** Weight of the newest interval in the moving average. */
const EWMA_WEIGHT = 0.1;
/** One pause of the machine counts for at most so many times the mean. */
const MAX_STEP = 5;

/** The mean time between two departures from a queue while others wait. */
export class DepartureRate {
  #intervalMs: number;
  #lastAt: number | undefined;

  /** @param initialMs Before the first departure. */
  constructor(initialMs: number) {
    this.#intervalMs = initialMs;
  }

  /** Between two departures, milliseconds. */
  get intervalMs(): number {
    return this.#intervalMs;
  }

  /** @param isBacklogged Whether others still wait: only then does the time to the next departure count. */
  observe(now: number, isBacklogged: boolean): void {
    if (this.#lastAt !== undefined) {
      const passedMs = Math.min(now - this.#lastAt, MAX_STEP * this.#intervalMs + 1);
      this.#intervalMs += EWMA_WEIGHT * (passedMs - this.#intervalMs);
    }
    this.#lastAt = isBacklogged ? now : undefined;
  }
}
