/** Upper bound of the saved attempts: enough for a burst, too few to add up to a second load. */
const MAX_SAVED = 10;

/**
 * Limits extra attempts (retries, hedges) to a share of the calls, whatever fails: each call earns a part of an extra
 * attempt, each extra attempt spends a whole one.
 *
 * @remarks O(1), no clock.
 * @see Finagle, `RetryBudget`; gRPC A6, retry throttling
 */
export class RetryBudget {
  #saved = 0;
  #spent = 0;

  /**
   * @param ratio Extra attempts allowed per call, 0 to 1.
   * @throws {RangeError} if `ratio` is outside.
   */
  constructor(private readonly ratio: number) {
    if (!(ratio >= 0 && ratio <= 1)) throw new RangeError(`ratio must be from 0 to 1, received ${ratio}`);
  }

  /** Extra attempts spent so far. */
  get spent(): number {
    return this.#spent;
  }

  /** A first attempt is made. */
  earn(): void {
    this.#saved = Math.min(MAX_SAVED, this.#saved + this.ratio);
  }

  /** Spends one extra attempt. @returns false if none is saved. */
  trySpend(): boolean {
    // Ten tenths add up to a little less than one.
    if (this.#saved < 1 - 1e-9) return false;
    this.#saved = Math.max(0, this.#saved - 1);
    this.#spent++;
    return true;
  }
}
