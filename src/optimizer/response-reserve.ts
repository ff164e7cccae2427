import { Ewma } from '../resilience/index.js';

export interface ResponseReserveOptions {
  /** Kept at least, milliseconds. */
  readonly minMs: number;
  /** Kept at most, milliseconds. */
  readonly maxMs: number;
}

/** Gains and the number of deviations of the round-trip estimator of TCP. */
const MEAN_GAIN = 1 / 8;
const DEVIATION_GAIN = 1 / 4;
const DEVIATIONS = 4;
/** How much of the worst reply is remembered after each one: half of it after 346. */
const WORST_DECAY = 0.998;

/**
 * How much of every deadline must be kept for the reply: what composing, serialising and writing it has taken lately,
 * a timer that fired late included. Most replies are not due at their deadline, and say little about those that are:
 * so it is never less than the worst of the latest, and cautious at first.
 *
 * @see RFC 6298: the smoothed mean plus four deviations
 */
export class ResponseReserve {
  readonly #meanMs = new Ewma(MEAN_GAIN);
  readonly #deviationMs = new Ewma(DEVIATION_GAIN);
  #worstMs: number;

  /** @throws {RangeError} if the bounds contradict each other. */
  constructor(private readonly options: ResponseReserveOptions) {
    const { maxMs, minMs } = options;
    if (!(minMs > 0 && minMs <= maxMs)) throw new RangeError(`expected 0 < minMs ≤ maxMs, received ${minMs}, ${maxMs}`);
    this.#worstMs = (minMs + maxMs) / 2;
  }

  /** Milliseconds to keep; before the first reply, half-way between the bounds. */
  get ms(): number {
    const { maxMs, minMs } = this.options;
    const usualMs = (this.#meanMs.value ?? 0) + DEVIATIONS * (this.#deviationMs.value ?? 0);
    return Math.min(maxMs, Math.max(minMs, this.#worstMs, usualMs));
  }

  /** A reply took so long, from the moment it was due to be composed until it had left. */
  observe(tookMs: number): void {
    this.#worstMs = Math.max(tookMs, this.#worstMs * WORST_DECAY);
    this.#deviationMs.observe(Math.abs(tookMs - (this.#meanMs.value ?? tookMs / 2)));
    this.#meanMs.observe(tookMs);
  }
}
