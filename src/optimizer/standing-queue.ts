/** How long a queue must not have been empty to count as standing, milliseconds. */
const INTERVAL_MS = 500;
/** So long it is remembered that a queue stood, milliseconds. */
const MEMORY_MS = 2_000;

/**
 * Tells a standing queue from a burst: it stands when it has not been empty for a whole interval.
 *
 * A burst drains by itself; a standing queue only makes everybody late, so those who would wait long in it are better
 * refused. CoDel looks at the shortest wait for the same purpose; in a queue that is shared fairly somebody always waits
 * only shortly, so what counts here is whether anybody waits.
 *
 * @see Nichols, Jacobson: Controlling Queue Delay (CoDel), ACM Queue 2012
 */
export class StandingQueue {
  #filledAt: number | undefined;
  #stoodAt = -Infinity;

  /** The length of the queue has changed. */
  observe(now: number, length: number): void {
    if (length > 0) {
      this.#filledAt ??= now;
      return;
    }
    if (this.isStanding(now)) this.#stoodAt = now;
    this.#filledAt = undefined;
  }

  /** A queue that stood a moment ago stands again as soon as somebody waits. */
  isStanding(now: number): boolean {
    if (this.#filledAt === undefined) return false;
    return now - this.#filledAt >= INTERVAL_MS || this.#filledAt - this.#stoodAt <= MEMORY_MS;
  }
}
