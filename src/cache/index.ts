export { AnswerCacheInterceptor } from './answer-cache.interceptor.js';
export { ANSWER_CACHE_POLICY, AnswerCache, answerLookedUp, type AnswerCachePolicy } from './answer-cache.js';
export type { CacheHit, CacheState } from './byte-bounded-cache.js';
export { CacheModule } from './cache.module.js';
