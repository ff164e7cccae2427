import { CACHE_MANAGER, CacheModule as CacheManagerModule } from '@nestjs/cache-manager';
import { Inject, Logger, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Cache } from 'cache-manager';
import { createClient } from 'redis';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { SHARED_STORE, type SharedStore } from './cache-registry.js';
import { redisKeyv } from './redis-keyv.js';
import { REDIS_LINK, RedisLink, type RedisClient } from './redis-link.js';

/** Timeout of one attempt to connect, milliseconds. */
const CONNECT_TIMEOUT_MS = 2_000;
/** Longest delay between two attempts, milliseconds. */
const MAX_RECONNECT_MS = 1_000;

let isNamed = false;

/** Sentinel has no values, and a Cluster moves them: neither works, and neither would say why. */
async function isOneServer(client: RedisClient): Promise<boolean> {
  const text = await client.info('server').catch(() => '');
  const mode = /^redis_mode:(cluster|sentinel)/m.exec(text)?.[1];
  if (mode === undefined) return true;
  if (isNamed) return false;
  isNamed = true;
  new Logger('Redis').error(
    `REDIS_URL leads to a Redis ${mode}, which is not supported: expected one server, or a proxy`,
  );
  return false;
}

/** The connection to Redis; part of {@link RedisModule}. */
@Module({
  providers: [
    {
      provide: REDIS_LINK,
      inject: [APP_CONFIG, CLOCK],
      useFactory: ({ services, cache, redis }: AppConfig, clock: Clock) => {
        const { redisUrl } = services;
        if (redisUrl === undefined) throw new TypeError('REDIS_URL is not set');
        const newClient = () => {
          return createClient({
            url: redisUrl,
            // A command on a lost connection fails at once instead of waiting for the next one.
            disableOfflineQueue: true,
            socket: {
              connectTimeout: CONNECT_TIMEOUT_MS,
              reconnectStrategy: (attempts) => Math.min(50 * 2 ** attempts, MAX_RECONNECT_MS),
            },
          }) as unknown as RedisClient;
        };
        return new RedisLink(
          { commandTimeoutMs: cache.redisCommandTimeoutMs, keyPrefix: redis.keyPrefix, isUsable: isOneServer },
          newClient,
          clock,
        );
      },
    },
  ],
  exports: [REDIS_LINK],
})
class RedisLinkModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS_LINK) private readonly link: RedisLink) {}

  onApplicationShutdown(): void {
    this.link.close();
  }
}

/** Redis behind the cache of Nest. Loading this file loads `redis`, about 35 MB: it is imported only with `REDIS_URL`. */
@Module({})
export class RedisModule {
  static forRoot(): DynamicModule {
    return {
      module: RedisModule,
      imports: [
        RedisLinkModule,
        CacheManagerModule.registerAsync({
          imports: [RedisLinkModule],
          inject: [REDIS_LINK],
          useFactory: (link: RedisLink) => ({ stores: [redisKeyv(link)] }),
        }),
      ],
      providers: [
        {
          provide: SHARED_STORE,
          inject: [REDIS_LINK, CACHE_MANAGER],
          useFactory: (link: RedisLink, cache: Cache): SharedStore => ({ link, cache }),
        },
      ],
      exports: [RedisLinkModule, SHARED_STORE],
    };
  }
}
