import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { MemoryModule, PressureMonitor } from '../memory/index.js';

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
          inject: [APP_CONFIG, CLOCK, PressureMonitor, { token: SHARED_STORE, optional: true }],
          useFactory: ({ cache }: AppConfig, clock: Clock, pressure: PressureMonitor, store?: SharedStore) =>
            new CacheRegistry(cache, clock, pressure, store),
        },
      ],
      exports: [CacheRegistry, ...redis],
    };
  }

  onApplicationShutdown(): void {
    this.caches.close();
  }
}
