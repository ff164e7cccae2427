/** A running computation, and whether this caller started it. */
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

  /** Joins the computation of `key`, or starts it. How long to wait is the caller's decision. */
  join(key: string, compute: () => Promise<T>): Flight<T> {
    const running = this.#flights.get(key);
    if (running !== undefined) return { outcome: running, isLed: false };
    const outcome = compute().finally(() => this.#flights.delete(key));
    this.#flights.set(key, outcome);
    // Waiting callers observe a failure; without any left it must not end the process.
    outcome.catch(() => undefined);
    return { outcome, isLed: true };
  }

  /** The running computation of `key`, if there is one. */
  pending(key: string): Promise<T> | undefined {
    return this.#flights.get(key);
  }
}
