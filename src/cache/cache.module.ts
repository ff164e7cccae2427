import { Inject, Module, type DynamicModule, type ModuleMetadata, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { MemoryModule, PressureMonitor } from '../memory/index.js';
import { JobQueue } from '../optimizer/index.js';

import { AnswerCacheInterceptor } from './answer-cache.interceptor.js';
import { ANSWER_CACHE_POLICY, AnswerCache, type AnswerCachePolicy } from './answer-cache.js';
import { Caches, SHARED_STORE, type SharedStore } from './caches.js';
import { NoRedisModule } from './no-redis.module.js';
import { Prefetcher } from './prefetcher.js';

/** Keeps answers and whatever else is worth it; `policyFrom` names the module that exports {@link ANSWER_CACHE_POLICY}. */
@Module({})
export class CacheModule implements OnApplicationShutdown {
  constructor(@Inject(Caches) private readonly caches: Caches) {}

  /** Redis is loaded only where it is configured. */
  static async forRoot(
    { services }: AppConfig,
    policyFrom: NonNullable<ModuleMetadata['imports']>[number],
  ): Promise<DynamicModule> {
    const redis =
      services.redisUrl === undefined ? NoRedisModule : (await import('./redis.module.js')).RedisModule.forRoot();
    return {
      module: CacheModule,
      global: true,
      imports: [MemoryModule, redis, policyFrom],
      providers: [
        {
          provide: Caches,
          inject: [APP_CONFIG, CLOCK, PressureMonitor, { token: SHARED_STORE, optional: true }],
          useFactory: ({ cache }: AppConfig, clock: Clock, pressure: PressureMonitor, store?: SharedStore) =>
            new Caches(cache, clock, pressure, store),
        },
        {
          provide: AnswerCache,
          inject: [APP_CONFIG, Caches, ANSWER_CACHE_POLICY],
          useFactory: ({ cache }: AppConfig, caches: Caches, policy: AnswerCachePolicy<object, object>) =>
            new AnswerCache(
              caches.open({
                name: 'answers',
                schema: policy.schema,
                sizeOf: (kept) => policy.sizeOf(kept),
                fingerprintOf: (kept) => policy.fingerprintOf(kept),
                ...cache,
              }),
              policy,
            ),
        },
        {
          provide: Prefetcher,
          inject: [APP_CONFIG, AnswerCache, JobQueue, CLOCK],
          useFactory: ({ cache }: AppConfig, answers: AnswerCache<object>, jobs: JobQueue, clock: Clock) =>
            new Prefetcher(
              { isEnabled: cache.prefetch, leastPrecision: cache.prefetchPrecision },
              answers,
              jobs,
              clock,
            ),
        },
        AnswerCacheInterceptor,
      ],
      exports: [AnswerCache, AnswerCacheInterceptor, Caches, Prefetcher, redis],
    };
  }

  onApplicationShutdown(): void {
    this.caches.close();
  }
}
