import type { Clock } from '../core/index.js';

/** The time in which one reply is composed and sent. */
export interface Turn {
  /** Monotonic milliseconds. */
  readonly startsAt: number;
  /** Gives the turn away; once its reply has begun, or was not waited for. */
  release(): void;
}

interface Booking {
  readonly startsAt: number;
  readonly endsAt: number;
}

/**
 * When each reply that waits is composed. One process composes one after another: of those due at the same time, only the
 * first would be punctual. So each books a turn of its own, the latest that is free and still in time.
 *
 * @remarks O(turns booked).
 */
export class ReplyTimetable {
  /** Without overlap, in their order. */
  readonly #bookings: Booking[] = [];

  constructor(private readonly clock: Clock) {}

  /**
   * @param latestAt When a reply that is alone would begin.
   * @param turnMs How long this process works on it.
   * @returns a turn from now at the earliest.
   */
  book(latestAt: number, turnMs: number): Turn {
    let startsAt = latestAt;
    let place = this.#bookings.length;
    for (; place > 0; place--) {
      const earlier = this.#bookings[place - 1] as Booking;
      if (earlier.endsAt <= startsAt) break;
      startsAt = Math.min(startsAt, earlier.startsAt - turnMs);
    }
    const now = this.clock.now();
    if (startsAt <= now) return { startsAt: now, release: () => undefined };
    const booking = { startsAt, endsAt: startsAt + turnMs };
    this.#bookings.splice(place, 0, booking);
    return { startsAt, release: () => this.#remove(booking) };
  }

  #remove(booking: Booking): void {
    const place = this.#bookings.indexOf(booking);
    if (place >= 0) this.#bookings.splice(place, 1);
  }
}
