import type { AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';
import { Ewma, SlidingHistogram } from '../resilience/index.js';

/** Gains and the number of deviations of the round-trip estimator of TCP. */
const MEAN_GAIN = 1 / 8;
const DEVIATION_GAIN = 1 / 4;
const DEVIATIONS = 4;
/** Decay of the remembered maximum with each reply: half of it after 346. */
const PEAK_DECAY = 0.998;
/** A deadline has room for more than `maxMs` up to this share of it, and up to so many times `maxMs`. */
const ROOM_SHARE = 0.4;
const ROOM_TIMES = 4;
/** What more is needed: the time within which all but so many of the replies of a minute are out. */
const SLOW_QUANTILE = 0.995;
const SLOW_WINDOW_MS = 60_000;
const MIN_REPLIES = 20;
/** Until then the code is cold, and the replies of the warm-up say little: a wait leaves all of `maxMs`. */
const LEARNT_REPLIES = 50;
/** Replies between two evaluations. */
const REPLIES_PER_EVALUATION = 10;

/**
 * The part of every deadline reserved for the reply: the time to compose, serialize and write it, delays of timers
 * included. The smoothed mean plus four deviations, and never less than the decaying maximum: most replies are not due
 * at their deadline, and their times say little about those that are. Both stay within `maxMs`. A machine that stops this
 * process for longer, again and again, is seen in the slowest replies of the last minute: where a deadline has room, they
 * count beyond `maxMs`. They bound the wait for other processes only; what is admitted does not depend on them.
 *
 * @see RFC 6298
 */
export class ResponseReserve {
  readonly #meanMs = new Ewma(MEAN_GAIN);
  readonly #deviationMs = new Ewma(DEVIATION_GAIN);
  readonly #latest: SlidingHistogram;
  #peakMs: number;
  #slowMs = 0;
  #observed = 0;

  /** @throws {RangeError} if the bounds contradict each other. */
  constructor(
    private readonly options: AppConfig['replyReserve'],
    clock: Clock,
  ) {
    const { maxMs, minMs } = options;
    if (!(minMs > 0 && minMs <= maxMs)) throw new RangeError(`expected 0 < minMs ≤ maxMs, received ${minMs}, ${maxMs}`);
    this.#peakMs = (minMs + maxMs) / 2;
    this.#latest = new SlidingHistogram({ windowMs: SLOW_WINDOW_MS }, clock);
  }

  /** Milliseconds; before the first reply, half-way between the bounds. */
  get ms(): number {
    const { maxMs, minMs } = this.options;
    const usualMs = (this.#meanMs.value ?? 0) + DEVIATIONS * (this.#deviationMs.value ?? 0);
    return Math.min(maxMs, Math.max(minMs, this.#peakMs, usualMs));
  }

  /** What is left of a deadline when the wait for other processes ends, milliseconds. */
  ofWaitMs(deadlineMs: number): number {
    const roomMs = Math.min(ROOM_SHARE * deadlineMs, ROOM_TIMES * this.options.maxMs);
    const neededMs = this.#observed < LEARNT_REPLIES ? Math.max(this.options.maxMs, this.#slowMs) : this.#slowMs;
    return Math.max(this.ms, Math.min(roomMs, neededMs));
  }

  /** @param tookMs From the moment the reply was due to be composed until it was written. */
  observe(tookMs: number): void {
    // One reply that took seconds must not count for a thousand later ones.
    const ms = Math.min(tookMs, this.options.maxMs);
    this.#peakMs = Math.max(ms, this.#peakMs * PEAK_DECAY);
    this.#deviationMs.observe(Math.abs(ms - (this.#meanMs.value ?? ms / 2)));
    this.#meanMs.observe(ms);
    this.#latest.record(tookMs);
    if (++this.#observed % REPLIES_PER_EVALUATION === 0) this.#evaluate();
  }

  #evaluate(): void {
    const { sketch } = this.#latest;
    this.#slowMs = sketch.count < MIN_REPLIES ? 0 : (sketch.quantile(SLOW_QUANTILE) ?? 0);
  }
}
