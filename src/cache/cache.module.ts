import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { MemoryModule, MemoryMonitors } from '../memory/index.js';

import { CacheRegistry, SHARED_STORE, type SharedStore } from './cache-registry.js';

/**
 * Provides the {@link CacheRegistry}. `AnswerCacheInterceptor` is in `answers/caching/`, which defines what a cached
 * answer is.
 */
@Module({})
export class CacheModule implements OnApplicationShutdown {
  constructor(@Inject(CacheRegistry) private readonly caches: CacheRegistry) {}

  /** Loads Redis only where it is configured. */
  static async forRoot({ services }: AppConfig): Promise<DynamicModule> {
    const redis = services.redisUrl === undefined ? [] : [(await import('./redis.module.js')).RedisModule.forRoot()];
    return {
      module: CacheModule,
      global: true,
      imports: [MemoryModule, ...redis],
      providers: [
        {
          provide: CacheRegistry,
          inject: [APP_CONFIG, CLOCK, MemoryMonitors, { token: SHARED_STORE, optional: true }],
          useFactory: ({ cache }: AppConfig, clock: Clock, memory: MemoryMonitors, store?: SharedStore) => {
            const caches = new CacheRegistry(cache, clock, memory, store);
            memory.housekeeping.register('caches', (isTimeUp) => caches.sweepExpired(isTimeUp));
            return caches;
          },
        },
      ],
      exports: [CacheRegistry, ...redis],
    };
  }

  onApplicationShutdown(): void {
    this.caches.close();
  }
}
