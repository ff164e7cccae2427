export { ttlDecisionSchema } from './adaptive-ttl.js';
export { AnswerCacheInterceptor, tellCacheUse } from './answer-cache.interceptor.js';
export {
  ANSWER_CACHE_POLICY,
  AnswerCache,
  answerLookedUp,
  type AnswerCachePolicy,
  type AnswerLife,
  type Asker,
  type Served,
} from './answer-cache.js';
export { RedisUnavailableError } from './cache.errors.js';
export { cacheUseSchema, madeHere, type CacheUse } from './cache-use.js';
export { CacheModule } from './cache.module.js';
export { Caches, type CacheDefinition } from './caches.js';
export { invalidationsCaughtUp } from './invalidation-log.js';
export { leaseAsked } from './lease.js';
export type { CacheState } from './memory-tier.js';
export { Prefetcher, prefetchSettled, prefetchStateSchema } from './prefetcher.js';
export { REDIS_LINK, redisLinkChanged, type RedisClient, type RedisLink } from './redis-link.js';
export { secondTierUsed } from './redis-tier.js';
export { valueComputed, type Factory, type Found, type GetOrSetOptions, type TieredCache } from './tiered-cache.js';
