import type { Clock } from '../core/index.js';

/** How long arrivals may delay the next start, milliseconds: a flood must not stop all work. */
const MAX_DELAY_MS = 4;

/**
 * Limits starts to one per turn of the event loop, after all arrivals have been seen.
 *
 * A request is processed almost without a pause: if several started at once, later arrivals would wait in sockets, where
 * their class is unknown. One turn accepts a single connection, whose request is read only in the turn after, so a turn
 * with new arrivals is followed by another one before the next start.
 */
export class EventLoopPacer {
  #arrivals = 0;
  #seenArrivals = 0;
  #isTaken = false;

  constructor(
    private readonly clock: Clock,
    /** Called when the next may start. */
    private readonly onFree: () => void,
  ) {}

  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** Notes a new connection or request. */
  noteArrival(): void {
    this.#arrivals++;
  }

  /** Takes the turn; false if it is taken. In an idle event loop the next one is free at once. */
  take(): boolean {
    if (this.#isTaken) return false;
    this.#isTaken = true;
    this.#seenArrivals = this.#arrivals;
    setImmediate(() => this.#check(undefined));
    return true;
  }

  /** @param since When the first check was; undefined for that one, so that the work of the turn does not count. */
  #check(since: number | undefined): void {
    const isNew = this.#arrivals !== this.#seenArrivals;
    const now = isNew ? this.clock.now() : 0;
    if (isNew && now - (since ?? now) < MAX_DELAY_MS) {
      this.#seenArrivals = this.#arrivals;
      setImmediate(() => this.#check(since ?? now));
      return;
    }
    this.#isTaken = false;
    this.onFree();
  }
}
