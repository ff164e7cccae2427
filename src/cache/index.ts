/**
 * A cache in two tiers: this process, and with `REDIS_URL` Redis for all replicas.
 *
 * `TieredCache.getOrSet` looks in memory (LRU, bounded by entries and bytes), then in Redis, then computes. Per key one
 * computation runs at a time: in this process by single flight, across replicas by a lease whose fencing token prevents a
 * superseded computation from overwriting a newer value. Stale values are served during their grace while one background
 * computation replaces them; hot ones are refreshed early (XFetch). Entries carry tags: an invalidation outdates every
 * entry whose computation began before it, in all replicas, in the order of a Redis stream.
 *
 * Every Redis command has a timeout; after two late ones or a lost connection Redis is marked down and probed in the
 * background. Without it every replica caches for itself; invalidations are delivered after the reconnect, and nothing is
 * read from Redis until then. No failure of a tier reaches a caller. Values from Redis that do not match their schema or
 * key are deleted.
 */
export { type TtlDecision, ttlDecisionSchema } from './adaptive-ttl.js';
export { CacheRegistry } from './cache-registry.js';
export { CacheModule } from './cache.module.js';
export { invalidationsCaughtUp } from './invalidation-log.js';
export { leaseAsked } from './lease.js';
export type { CacheState } from './memory-tier.js';
export { REDIS_LINK, type RedisLink, redisLinkChanged } from './redis-link.js';
export { secondTierUsed } from './redis-tier.js';
export { type CacheResult, type GetOrSetOptions, type TieredCache, valueComputed } from './tiered-cache.js';
