/**
 * A place in the order of all invalidations, comparable as text: milliseconds and a counter, both padded.
 *
 * @see {@link Invalidations}
 */
export type Position = string;

/** Before every invalidation there ever was. */
export const ORIGIN: Position = position(0, 0);

/** @param ms Milliseconds since the Unix epoch. */
export function position(ms: number, counter: number): Position {
  return `${String(ms).padStart(15, '0')}-${String(counter).padStart(9, '0')}`;
}

/** A value as the tiers keep it. */
export interface CacheEntry<Value> {
  readonly value: Value;
  /** Monotonic milliseconds of this process at which it was made, also if another replica made it. */
  readonly madeAt: number;
  /** How long it is fresh, milliseconds from `madeAt`. */
  readonly ttlMs: number;
  /** How much longer it may be served while a new one is made, or cannot be made, milliseconds. */
  readonly graceMs: number;
  /** What making it took, milliseconds. */
  readonly costMs: number;
  /** What it was made from; invalidating one of them removes it. */
  readonly tags: readonly string[];
  /** The latest invalidation known when making it began: a later one of its tags makes it outdated. */
  readonly seen: Position;
}

/** Whether an entry may be served: as it is, only until there is a better one, or no more. */
export type Freshness = 'fresh' | 'stale' | 'expired';

export function freshnessOf({ madeAt, ttlMs, graceMs }: CacheEntry<unknown>, now: number): Freshness {
  const ageMs = now - madeAt;
  if (ageMs < ttlMs) return 'fresh';
  return ageMs < ttlMs + graceMs ? 'stale' : 'expired';
}
