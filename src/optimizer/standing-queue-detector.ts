/** Waits up to this are short, milliseconds; DAGOR takes longer ones for overload. */
const SHORT_WAIT_MS = 20;
/** How long waits must have been long for the queue to count as standing, milliseconds. */
const INTERVAL_MS = 500;
/** How long a standing queue is remembered, milliseconds. */
const MEMORY_MS = 2_000;

/**
 * Distinguishes a standing queue from a burst: it stands if the wait at its end has been long for a whole interval.
 *
 * A burst drains by itself; a standing queue makes every request late, so requests with a long wait are better rejected.
 * CoDel uses the shortest wait; in a fair queue some wait is always short, so here the wait at the end counts. A queue
 * that is never empty is no sign: near capacity, the backlog of one garbage collection takes half a second to drain.
 *
 * @see Nichols, Jacobson: Controlling Queue Delay (CoDel), ACM Queue 2012
 * @see Zhou et al.: Overload Control for Scaling WeChat Microservices (DAGOR), SoCC 2018
 */
export class StandingQueueDetector {
  #longSince: number | undefined;
  #stoodAt = -Infinity;

  /** @param waitMs The wait behind all requests in the queue. */
  observe(now: number, waitMs: number): void {
    if (waitMs > SHORT_WAIT_MS) {
      this.#longSince ??= now;
      return;
    }
    if (this.isStanding(now)) this.#stoodAt = now;
    this.#longSince = undefined;
  }

  /** A queue that stood within the last two seconds stands again as soon as the wait is long. */
  isStanding(now: number): boolean {
    if (this.#longSince === undefined) return false;
    return now - this.#longSince >= INTERVAL_MS || this.#longSince - this.#stoodAt <= MEMORY_MS;
  }
}
