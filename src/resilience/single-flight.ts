/** A computation under way, and whether this caller began it. */
export interface Flight<T> {
  readonly outcome: Promise<T>;
  readonly isLed: boolean;
}

/**
 * Runs one computation per key at a time; callers arriving while it runs share its outcome.
 *
 * @remarks O(1); one map entry per key in flight.
 * @see Go `x/sync/singleflight`
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Promise<T>>();

  /** Joins the computation of `key`, or begins it. Whoever waits decides how long. */
  join(key: string, compute: () => Promise<T>): Flight<T> {
    const underWay = this.#flights.get(key);
    if (underWay !== undefined) return { outcome: underWay, isLed: false };
    const outcome = compute().finally(() => this.#flights.delete(key));
    this.#flights.set(key, outcome);
    // Whoever waits hears of a failure; when nobody waits any more it must not end the process.
    outcome.catch(() => undefined);
    return { outcome, isLed: true };
  }

  /** The computation of `key`, if there is one. */
  underWay(key: string): Promise<T> | undefined {
    return this.#flights.get(key);
  }

  /** Keys being computed. */
  get size(): number {
    return this.#flights.size;
  }
}
