/** Calls whose share of retries may be saved up. */
const MAX_SAVED = 10;

/**
 * Keeps retries a small share of the calls, whatever fails: each call earns a part of a retry, each retry spends a
 * whole one.
 *
 * @see Finagle, `RetryBudget`
 */
export class RetryBudget {
  #saved = 0;

  /** @param ratio Retries allowed per call, 0 to 1. */
  constructor(private readonly ratio: number) {
    if (!(ratio >= 0 && ratio <= 1)) throw new RangeError(`ratio must be from 0 to 1, received ${ratio}`);
  }

  /** A call that is no retry has been made. */
  earn(): void {
    this.#saved = Math.min(MAX_SAVED, this.#saved + this.ratio);
  }

  /** Whether a retry may be made now; it is then taken as made. */
  trySpend(): boolean {
    // Ten tenths add up to a little less than one.
    if (this.#saved < 1 - 1e-9) return false;
    this.#saved = Math.max(0, this.#saved - 1);
    return true;
  }
}
