import type { Clock } from '../core/index.js';

const BUCKETS = 10;

/** Share of events of one kind among all, over a window that moves in tenths of itself. */
export class RollingRatio {
  readonly #counts = new Float64Array(BUCKETS);
  readonly #hits = new Float64Array(BUCKETS);
  readonly #bucketMs: number;
  #newest: number;

  constructor(
    windowMs: number,
    private readonly clock: Clock,
  ) {
    this.#bucketMs = windowMs / BUCKETS;
    this.#newest = this.#tick;
  }

  /** One more event. */
  countOne(): void {
    const i = this.#bucket();
    this.#counts[i] = (this.#counts[i] ?? 0) + 1;
  }

  /** One of the events counted turned out to be of the kind. */
  countHit(): void {
    const i = this.#bucket();
    this.#hits[i] = (this.#hits[i] ?? 0) + 1;
  }

  /** Events within the window. */
  get count(): number {
    this.#bucket();
    return sum(this.#counts);
  }

  /** From 0 to 1; 0 when there were no events. */
  get ratio(): number {
    const { count } = this;
    return count === 0 ? 0 : Math.min(1, sum(this.#hits) / count);
  }

  reset(): void {
    this.#counts.fill(0);
    this.#hits.fill(0);
  }

  get #tick(): number {
    return Math.floor(this.clock.now() / this.#bucketMs);
  }

  /** The bucket of now, after forgetting those that have left the window. */
  #bucket(): number {
    const now = this.#tick;
    for (let tick = Math.max(this.#newest + 1, now - BUCKETS + 1); tick <= now; tick++) {
      this.#counts[tick % BUCKETS] = 0;
      this.#hits[tick % BUCKETS] = 0;
    }
    this.#newest = now;
    return now % BUCKETS;
  }
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
