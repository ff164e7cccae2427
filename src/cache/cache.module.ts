import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { MemoryModule, PressureMonitor } from '../memory/index.js';

import { AnswerCacheInterceptor } from './answer-cache.interceptor.js';
import { ANSWER_CACHE_POLICY, AnswerCache, type AnswerCachePolicy } from './answer-cache.js';
import { ByteBoundedCache } from './byte-bounded-cache.js';

/** Share of the bytes in use that stays when memory gets tight. */
const KEPT_SHARE = { elevated: 0.5, critical: 0 } as const;

/** Keeps answers; `policyFrom` names the module that exports {@link ANSWER_CACHE_POLICY}. */
@Module({})
export class CacheModule {
  static forRoot(policyFrom: NonNullable<ModuleMetadata['imports']>[number]): DynamicModule {
    return {
      module: CacheModule,
      global: true,
      imports: [MemoryModule, policyFrom],
      providers: [
        {
          provide: AnswerCache,
          inject: [APP_CONFIG, CLOCK, PressureMonitor, ANSWER_CACHE_POLICY],
          useFactory: (
            config: AppConfig,
            clock: Clock,
            pressure: PressureMonitor,
            policy: AnswerCachePolicy<object>,
          ) => {
            const cache = new ByteBoundedCache<object>(config.cache, clock);
            pressure.onRelief('answer-cache', (level) => cache.shrinkTo(KEPT_SHARE[level]));
            return new AnswerCache(cache, policy);
          },
        },
        AnswerCacheInterceptor,
      ],
      exports: [AnswerCache, AnswerCacheInterceptor],
    };
  }
}
