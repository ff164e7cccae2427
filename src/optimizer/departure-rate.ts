import { Ewma } from '../resilience/index.js';

/** Weight of the newest interval in the moving average. */
const EWMA_WEIGHT = 0.1;
/** One pause of the machine must not count for more than so many times the mean. */
const MAX_STEP = 5;

/** How fast a queue moves: the mean time between two that leave it while others wait behind them. */
export class DepartureRate {
  readonly #intervalMs: Ewma;
  #lastAt: number | undefined;

  /** @param initialMs What is assumed before anybody has left. */
  constructor(initialMs: number) {
    this.#intervalMs = new Ewma(EWMA_WEIGHT, initialMs);
  }

  /** Milliseconds for one to leave. */
  get intervalMs(): number {
    return this.#intervalMs.value ?? 0;
  }

  /**
   * One has left.
   *
   * @param isBacklogged Whether others still wait: only then is the time to the next one that of the queue.
   */
  left(now: number, isBacklogged: boolean): void {
    if (this.#lastAt !== undefined) {
      this.#intervalMs.observe(Math.min(now - this.#lastAt, MAX_STEP * this.intervalMs + 1));
    }
    this.#lastAt = isBacklogged ? now : undefined;
  }
}
