/** A wait this long or shorter is none, milliseconds: DAGOR takes a longer one for overload. */
const SHORT_WAIT_MS = 20;
/** How long there must have been a longer wait for the queue to count as standing, milliseconds. */
const INTERVAL_MS = 500;
/** So long it is remembered that a queue stood, milliseconds. */
const MEMORY_MS = 2_000;

/**
 * Tells a standing queue from a burst: it stands when the wait behind all others has been long for a whole interval.
 *
 * A burst drains by itself; a standing queue only makes everybody late, so those who would wait long in it are better
 * refused. CoDel looks at the shortest wait for the same purpose; in a queue that is shared fairly somebody always waits
 * only shortly, so what counts here is the wait at its end. That the queue is never empty says little: close to what
 * can be done, what a collection of garbage held up takes half a second to drain.
 *
 * @see Nichols, Jacobson: Controlling Queue Delay (CoDel), ACM Queue 2012
 * @see Zhou et al.: Overload Control for Scaling WeChat Microservices (DAGOR), SoCC 2018
 */
export class StandingQueueDetector {
  #longSince: number | undefined;
  #stoodAt = -Infinity;

  /** The queue has changed: one more would wait so long if everybody in it went first. */
  observe(now: number, waitMs: number): void {
    if (waitMs > SHORT_WAIT_MS) {
      this.#longSince ??= now;
      return;
    }
    if (this.isStanding(now)) this.#stoodAt = now;
    this.#longSince = undefined;
  }

  /** A queue that stood a moment ago stands again as soon as the wait is long. */
  isStanding(now: number): boolean {
    if (this.#longSince === undefined) return false;
    return now - this.#longSince >= INTERVAL_MS || this.#longSince - this.#stoodAt <= MEMORY_MS;
  }
}
