/** The backlog stops growing here, as a multiple of the longest deadline, so that an overload that is over is forgotten. */
const MAX_DEADLINES = 2;

/**
 * The backlog there would be, had everything been admitted: a virtual queue of all work that is offered, rejected work
 * included, which drains as time passes.
 *
 * It tells a burst from a lasting overload: while this backlog is shorter than the deadline of a request, what has been
 * offered can be done in time, and a long wait is the wait of a burst. The real queue cannot tell, because rejections keep
 * it short.
 *
 * @see Kunniyur, Srikant: Analysis and Design of an Adaptive Virtual Queue (AVQ) Algorithm, SIGCOMM 2001
 */
export class OfferedWork {
  #backlogMs = 0;
  #at = 0;

  /** @param longestMs The longest deadline, milliseconds. */
  constructor(private longestMs: number) {}

  /** Follows another longest deadline. */
  change(longestMs: number): void {
    this.longestMs = longestMs;
  }

  /** Milliseconds of work. */
  backlogMs(now: number): number {
    this.#drain(now);
    return this.#backlogMs;
  }

  add(now: number, workMs: number): void {
    this.#drain(now);
    this.#backlogMs = Math.min(this.#backlogMs + workMs, MAX_DEADLINES * this.longestMs);
  }

  #drain(now: number): void {
    this.#backlogMs = Math.max(0, this.#backlogMs - (now - this.#at));
    this.#at = now;
  }
}
