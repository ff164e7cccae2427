import type { Clock } from '../core/index.js';

/** How long what arrives may hold up the next start, milliseconds: a flood must not end all work. */
const MAX_LOOK_MS = 4;

/**
 * Lets one thing start in each turn of the event loop, and only once everything that has arrived has been looked at.
 *
 * What a question needs of this process is done almost in one go. Were several started at once, those who arrive
 * meanwhile would wait in sockets, where nobody sees their class. And one turn does not see them all: it takes a single
 * new connection from the system, and a connection gives its request only in the turn after. So while each turn brings
 * something new, another is made before the next start.
 */
export class EventLoopPacer {
  #arrivals = 0;
  #seen = 0;
  #isTaken = false;

  constructor(
    private readonly clock: Clock,
    /** Told when the next may start. */
    private readonly onFree: () => void,
  ) {}

  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** A connection or a request has come. */
  arrived(): void {
    this.#arrivals++;
  }

  /** Takes the turn; false when it is taken. A turn without other work costs nothing: it is free at once. */
  take(): boolean {
    if (this.#isTaken) return false;
    this.#isTaken = true;
    this.#seen = this.#arrivals;
    setImmediate(() => this.#look(undefined));
    return true;
  }

  /** @param since When the first look was, undefined for that one: the work of the turn itself is no look. */
  #look(since: number | undefined): void {
    const isNew = this.#arrivals !== this.#seen;
    const now = isNew ? this.clock.now() : 0;
    if (isNew && now - (since ?? now) < MAX_LOOK_MS) {
      this.#seen = this.#arrivals;
      setImmediate(() => this.#look(since ?? now));
      return;
    }
    this.#isTaken = false;
    this.onFree();
  }
}
