import { LRUCache } from 'lru-cache';

import type { Clock } from '../core/index.js';

import type { CacheEntry } from './cache-entry.js';
import type { Invalidations, Position } from './invalidations.js';

export interface MemoryTierOptions<Value> {
  readonly maxEntries: number;
  /** Upper bound of the sizes of all entries together. */
  readonly maxBytes: number;
  /** Size of a value, bytes. @default the length of its JSON */
  readonly sizeOf?: (value: Value) => number;
}

/** Fill and use of a tier. */
export interface CacheState {
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly hits: number;
  readonly misses: number;
}

interface Slot<Value> {
  readonly entry: CacheEntry<Value>;
  readonly expiresAt: number;
  /** The latest invalidation it was checked against. */
  checked: Position;
  hits: number;
}

/** Entries swept between two checks of the time limit. */
const SWEEP_BATCH = 64;
/** Measured memory of an entry besides its key and its value, bytes. */
const ENTRY_OVERHEAD_BYTES = 400;

/**
 * The entries of this process: a least-recently-used cache bounded by number and by bytes.
 *
 * Values are returned by reference: treat them as read-only. A value larger than the bound is not cached.
 */
export class MemoryTier<Value extends object> {
  readonly #slots: LRUCache<string, Slot<Value>>;
  #hits = 0;
  #misses = 0;

  constructor(
    private readonly options: MemoryTierOptions<Value>,
    private readonly clock: Clock,
    private readonly invalidations: Invalidations,
  ) {
    this.#slots = new LRUCache({ max: options.maxEntries, maxSize: options.maxBytes });
  }

  /** The entry, fresh or within its grace, unless one of its tags was invalidated. */
  get(key: string): CacheEntry<Value> | undefined {
    const slot = this.#slots.get(key);
    if (slot !== undefined) {
      if (this.clock.now() < slot.expiresAt && this.#isCurrent(slot)) {
        this.#hits++;
        slot.hits++;
        return slot.entry;
      }
      this.#slots.delete(key);
    }
    this.#misses++;
    return undefined;
  }

  set(key: string, entry: CacheEntry<Value>): void {
    const { madeAt, seen, ttlMs, graceMs, value } = entry;
    const expiresAt = madeAt + ttlMs + graceMs;
    if (expiresAt <= this.clock.now()) return;
    const { sizeOf = (some: Value) => Buffer.byteLength(JSON.stringify(some)) } = this.options;
    const size = ENTRY_OVERHEAD_BYTES + Buffer.byteLength(key) + sizeOf(value);
    this.#slots.set(key, { entry, expiresAt, checked: seen, hits: 0 }, { size });
  }

  /** Whether the entry may be served; counts neither as a hit nor as a use. */
  has(key: string): boolean {
    const slot = this.#slots.peek(key);
    return slot !== undefined && this.clock.now() < slot.expiresAt && this.#isCurrent(slot);
  }

  /** How often the entry of a key has been served. */
  hitsOf(key: string): number {
    return this.#slots.peek(key)?.hits ?? 0;
  }

  delete(key: string): void {
    this.#slots.delete(key);
  }

  /** Frees invalidated entries, which are not served from the moment of the invalidation. */
  sweep(): void {
    for (const [key, slot] of this.#slots.entries()) if (!this.#isCurrent(slot)) this.#slots.delete(key);
  }

  /** Drops expired entries, least recently used first, until `isTimeUp`. @returns how many. */
  sweepExpired(isTimeUp: () => boolean): number {
    const now = this.clock.now();
    let [seen, dropped] = [0, 0];
    for (const key of this.#slots.rkeys()) {
      if (++seen % SWEEP_BATCH === 0 && isTimeUp()) break;
      if ((this.#slots.peek(key)?.expiresAt ?? now) > now) continue;
      this.#slots.delete(key);
      dropped++;
    }
    return dropped;
  }

  /** Evicts least recently used entries down to `share` (0–1) of the bound. */
  shrinkTo(share: number): void {
    const target = this.options.maxBytes * share;
    while (this.#slots.calculatedSize > target && this.#slots.size > 0) this.#slots.pop();
  }

  get state(): CacheState {
    return {
      entries: this.#slots.size,
      bytes: this.#slots.calculatedSize,
      maxBytes: this.options.maxBytes,
      hits: this.#hits,
      misses: this.#misses,
    };
  }

  #isCurrent(slot: Slot<Value>): boolean {
    const { head } = this.invalidations;
    if (slot.checked === head) return true;
    if (this.invalidations.isOutdated(slot.entry.tags, slot.entry.seen)) return false;
    slot.checked = head;
    return true;
  }
}
