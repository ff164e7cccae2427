import { LRUCache } from 'lru-cache';

import type { Clock } from '../common/index.js';

export interface ByteBoundedCacheOptions {
  readonly maxEntries: number;
  /** Upper bound of the JSON size of all values together. */
  readonly maxBytes: number;
}

/** A value and how long it has been kept. */
export interface CacheHit<Value> {
  readonly value: Value;
  readonly ageMs: number;
}

/** How full a cache is and how it has been used. */
export interface CacheState {
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly hits: number;
  readonly misses: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly storedAt: number;
  readonly expiresAt: number;
}

/**
 * Least-recently-used values in this process, bounded by number and by bytes.
 *
 * Values are handed out as they were put in: treat them as read-only. One that alone exceeds the bound is not kept.
 */
export class ByteBoundedCache<Value extends object> {
  readonly #entries: LRUCache<string, Entry<Value>>;
  #hits = 0;
  #misses = 0;

  constructor(
    private readonly options: ByteBoundedCacheOptions,
    private readonly clock: Clock,
  ) {
    this.#entries = new LRUCache({ max: options.maxEntries, maxSize: options.maxBytes });
  }

  get(key: string): CacheHit<Value> | undefined {
    const entry = this.#entries.get(key);
    const now = this.clock.now();
    if (entry === undefined || now >= entry.expiresAt) {
      if (entry !== undefined) this.#entries.delete(key);
      this.#misses++;
      return undefined;
    }
    this.#hits++;
    return { value: entry.value, ageMs: now - entry.storedAt };
  }

  /** @param ttlMs Time to live, milliseconds; zero or less keeps nothing. */
  set(key: string, value: Value, ttlMs: number): void {
    if (ttlMs <= 0) return;
    const storedAt = this.clock.now();
    const size = Buffer.byteLength(key) + Buffer.byteLength(JSON.stringify(value));
    this.#entries.set(key, { value, storedAt, expiresAt: storedAt + ttlMs }, { size });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Drops least recently used values until at most `share` (0–1) of the bytes in use remain. */
  shrinkTo(share: number): void {
    const target = this.#entries.calculatedSize * share;
    while (this.#entries.calculatedSize > target && this.#entries.size > 0) this.#entries.pop();
  }

  get state(): CacheState {
    return {
      entries: this.#entries.size,
      bytes: this.#entries.calculatedSize,
      maxBytes: this.options.maxBytes,
      hits: this.#hits,
      misses: this.#misses,
    };
  }
}
