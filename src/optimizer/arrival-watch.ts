import type { Clock } from '../core/index.js';

/** Between two looks, milliseconds. */
const LOOK_EACH_MS = 10;
/** Looking ends so long after the last arrival, so that an idle process sleeps, milliseconds. */
const REST_AFTER_MS = 1_000;
/** Looks remembered: a request is looked up a moment after it was read. */
const REMEMBERED = 16;
/** New connections are accepted one in each turn of the event loop, so what has fallen behind is made good at this rate. */
const CATCH_UP_RATE = 0.5;

/** One turn of the event loop in which the sockets were read. */
interface Look {
  /** Before they were read: what had not arrived by then has been read later, and only that. */
  readonly beganAt: number;
  readonly endedAt: number;
  /** How long what was read then may have waited, milliseconds. */
  readonly behindMs: number;
}

/**
 * How long a request may have lain in its socket before this process read it. A process that shares its core stands still
 * now and then, and a turn of the event loop in which many answers are composed is long; what arrives meanwhile is read
 * all at once afterwards, and its caller has waited since.
 *
 * While requests come, a timer notes turns of the event loop. What is read later arrived after the last of them at the
 * earliest. Where they follow one another as they should, nothing has waited.
 */
export class ArrivalWatch {
  readonly #looks: Look[] = [];
  #notedAt = 0;
  #isLooking = false;

  constructor(private readonly clock: Clock) {}

  /** Notes a request, so that those that follow are watched. */
  note(): void {
    this.#notedAt = this.clock.now();
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#look();
  }

  /** The longest that a request may have waited which was read at `readAt`, milliseconds. */
  unseenMs(readAt: number): number {
    const last = this.#looks.findLast(({ endedAt }) => endedAt <= readAt);
    return last === undefined ? 0 : behindMs(last, readAt);
  }

  #look(): void {
    const beganAt = this.clock.now();
    if (beganAt - this.#notedAt > REST_AFTER_MS) {
      this.#isLooking = false;
      this.#looks.length = 0;
      return;
    }
    // Immediates run after the sockets have been read.
    setImmediate(() => {
      const before = this.#looks.at(-1);
      this.#looks.push({
        beganAt,
        endedAt: this.clock.now(),
        behindMs: before === undefined ? 0 : behindMs(before, beganAt),
      });
      if (this.#looks.length > REMEMBERED) this.#looks.shift();
      this.clock.schedule(LOOK_EACH_MS, () => this.#look());
    });
  }
}

/** How long what is read at a time may have waited if nothing was read since a look. */
function behindMs(last: Look, at: number): number {
  return Math.max(0, at - last.beganAt - LOOK_EACH_MS, last.behindMs - CATCH_UP_RATE * (at - last.endedAt));
}
