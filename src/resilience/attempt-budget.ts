/** Most attempts saved up: enough for a burst, too few to add up to a second load. */
const MAX_SAVED = 10;

/**
 * How many calls more than asked for may be made: a share of those asked for, saved up a little.
 *
 * @see gRPC A6, retry throttling: a failing server must not be met with more calls than a healthy one
 */
export class AttemptBudget {
  #saved = 0;
  #spent = 0;

  /** @param ratio Extra attempts per call, 0 to 1. */
  constructor(private readonly ratio: number) {}

  /** Attempts taken so far. */
  get spent(): number {
    return this.#spent;
  }

  /** A call is made, which earns a part of an extra attempt. */
  earn(): void {
    this.#saved = Math.min(MAX_SAVED, this.#saved + this.ratio);
  }

  /** Takes one extra attempt. @returns false if there is none. */
  take(): boolean {
    // A tenth ten times over is a little less than one.
    if (this.#saved < 1 - Number.EPSILON * 10) return false;
    this.#saved -= 1;
    this.#spent++;
    return true;
  }
}
