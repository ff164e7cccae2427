import type { AppConfig } from '../config/index.js';
import { Ewma } from '../resilience/index.js';

/** Gains and the number of deviations of the round-trip estimator of TCP. */
const MEAN_GAIN = 1 / 8;
const DEVIATION_GAIN = 1 / 4;
const DEVIATIONS = 4;
/** Decay of the remembered maximum with each reply: half of it after 346. */
const PEAK_DECAY = 0.998;

/**
 * The part of every deadline reserved for the reply: the time to compose, serialize and write it, delays of timers
 * included. The smoothed mean plus four deviations, and never less than the decaying maximum: most replies are not due
 * at their deadline, and their times say little about those that are.
 *
 * @see RFC 6298
 */
export class ResponseReserve {
  readonly #meanMs = new Ewma(MEAN_GAIN);
  readonly #deviationMs = new Ewma(DEVIATION_GAIN);
  #peakMs: number;

  /** @throws {RangeError} if the bounds contradict each other. */
  constructor(private readonly options: AppConfig['replyReserve']) {
    const { maxMs, minMs } = options;
    if (!(minMs > 0 && minMs <= maxMs)) throw new RangeError(`expected 0 < minMs ≤ maxMs, received ${minMs}, ${maxMs}`);
    this.#peakMs = (minMs + maxMs) / 2;
  }

  /** Milliseconds; before the first reply, half-way between the bounds. */
  get ms(): number {
    const { maxMs, minMs } = this.options;
    const usualMs = (this.#meanMs.value ?? 0) + DEVIATIONS * (this.#deviationMs.value ?? 0);
    return Math.min(maxMs, Math.max(minMs, this.#peakMs, usualMs));
  }

  /** @param tookMs From the moment the reply was due to be composed until it was written. */
  observe(tookMs: number): void {
    // One reply that took seconds must not count for a thousand later ones.
    const ms = Math.min(tookMs, this.options.maxMs);
    this.#peakMs = Math.max(ms, this.#peakMs * PEAK_DECAY);
    this.#deviationMs.observe(Math.abs(ms - (this.#meanMs.value ?? ms / 2)));
    this.#meanMs.observe(ms);
  }
}
