export { type TtlDecision, ttlDecisionSchema } from './adaptive-ttl.js';
export { type CacheDefinition, CacheRegistry } from './cache-registry.js';
export { RedisUnavailableError } from './cache.errors.js';
export { CacheModule } from './cache.module.js';
export { invalidationsCaughtUp } from './invalidation-log.js';
export { leaseAsked } from './lease.js';
export type { CacheState } from './memory-tier.js';
export { REDIS_LINK, type RedisClient, type RedisLink, redisLinkChanged } from './redis-link.js';
export { secondTierUsed } from './redis-tier.js';
export {
  type Factory,
  type CacheResult,
  type GetOrSetOptions,
  type TieredCache,
  valueComputed,
} from './tiered-cache.js';
