export interface StandingQueueOptions {
  /** Wait that is harmless however often it occurs, milliseconds. */
  readonly targetMs: number;
  /** How long every wait must be longer before the queue counts as standing, milliseconds. @default 500 */
  readonly intervalMs?: number;
}

/** So many intervals is it remembered that a queue stood. */
const MEMORY_INTERVALS = 4;

/**
 * Tells a standing queue from a burst: it stands when for a whole interval nobody has waited less than the target.
 *
 * A burst drains by itself; a standing queue only makes everybody late, so those who would wait longer than the target
 * are better refused.
 *
 * @see Nichols, Jacobson: Controlling Queue Delay (CoDel), ACM Queue 2012
 */
export class StandingQueue {
  readonly #targetMs: number;
  readonly #intervalMs: number;
  #aboveSince: number | undefined;
  #stoodAt = -Infinity;

  constructor({ targetMs, intervalMs = 500 }: StandingQueueOptions) {
    this.#targetMs = targetMs;
    this.#intervalMs = intervalMs;
  }

  get targetMs(): number {
    return this.#targetMs;
  }

  /** Somebody left the queue after `waitedMs`; zero when it is empty. */
  left(now: number, waitedMs: number): void {
    if (this.isStanding(now)) this.#stoodAt = now;
    if (waitedMs < this.#targetMs) this.#aboveSince = undefined;
    else this.#aboveSince ??= now;
  }

  /** A queue that stood a moment ago stands again as soon as the wait is too long. */
  isStanding(now: number): boolean {
    if (this.#aboveSince === undefined) return false;
    return now - this.#aboveSince >= this.#intervalMs || now - this.#stoodAt <= MEMORY_INTERVALS * this.#intervalMs;
  }
}
