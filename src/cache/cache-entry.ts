import type { Position } from './invalidations.js';

/** A value as the tiers hold it. */
export interface CacheEntry<Value> {
  readonly value: Value;
  /** Monotonic milliseconds of this process at which the value was computed, also by another replica. */
  readonly madeAt: number;
  /** Fresh for this long, milliseconds from `madeAt`. */
  readonly ttlMs: number;
  /** Servable as stale for this much longer, while or because a new value is not available, milliseconds. */
  readonly graceMs: number;
  /** Duration of the computation, milliseconds. */
  readonly costMs: number;
  /** Sources of the value; invalidating one of them removes it. */
  readonly tags: readonly string[];
  /** The latest invalidation known when the computation began: a later one of its tags makes the entry outdated. */
  readonly seen: Position;
}

/** Whether an entry may be served: as it is, until a newer one exists, or not at all. */
export type Freshness = 'fresh' | 'stale' | 'expired';

export function freshnessOf({ madeAt, ttlMs, graceMs }: CacheEntry<unknown>, now: number): Freshness {
  const ageMs = now - madeAt;
  if (ageMs < ttlMs) return 'fresh';
  return ageMs < ttlMs + graceMs ? 'stale' : 'expired';
}
