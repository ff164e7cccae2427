/** One request in so many is admitted. */
const PROBE_INTERVAL = 64;

/**
 * Admits one in 64 of the requests predicted to miss their deadline, to score the prediction.
 *
 * A request may be checked twice: early, before the framework parses it, and at admission, which must admit the one
 * that the early check let pass. Any of them will do, so they are only counted.
 */
export class ShedProbes {
  #candidates = 0;
  /** Admitted by the early check, not yet seen at admission. */
  #pending = 0;

  /** Whether the early check lets a request pass that is predicted to be late. */
  admitsEarly(): boolean {
    const isDue = this.#isDue();
    if (isDue) this.#pending++;
    return isDue;
  }

  /** Whether admission admits a request that is predicted to be late. */
  admits(): boolean {
    if (this.#pending === 0) return this.#isDue();
    this.#pending--;
    return true;
  }

  #isDue(): boolean {
    return ++this.#candidates % PROBE_INTERVAL === 0;
  }
}
