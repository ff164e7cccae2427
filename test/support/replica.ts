import { createCache } from 'cache-manager';
import { createClient } from 'redis';

import { CacheRegistry, type CacheRegistryOptions } from '../../src/cache/cache-registry.js';
import { redisKeyv } from '../../src/cache/redis-keyv.js';
import { RedisLink, type RedisClient } from '../../src/cache/redis-link.js';
import { SystemClock } from '../../src/core/index.js';
import { PressureMonitor } from '../../src/memory/index.js';

import { eventually } from './eventually.js';

/** What one replica holds of the cache, wired as the modules wire it. */
export interface Replica {
  readonly caches: CacheRegistry;
  readonly link: RedisLink;
  close(): void;
}

const THRESHOLDS = { sampleMs: 1_000, elevatedRatio: 0.8, criticalRatio: 0.92, rejectRatio: 0.95 };

/** Memory of which there is always enough. */
const AMPLE = {
  read: () => ({
    limits: [{ source: 'heap', limitBytes: 100, usedBytes: 1 } as const],
    heapUsedBytes: 1,
    residentBytes: 1,
    privateBytes: 1,
    stallRatio: 0,
    collectingRatio: 0,
    eventLoopDelayMs: 0,
  }),
};

/** A replica on a real Redis, ready to use it. */
export async function startReplica(
  redisUrl: string,
  { leaseMs = 500, commandTimeoutMs = 50 }: Partial<CacheRegistryOptions> & { readonly commandTimeoutMs?: number } = {},
): Promise<Replica> {
  const clock = new SystemClock();
  const newClient = () => createClient({ url: redisUrl, disableOfflineQueue: true }) as unknown as RedisClient;
  const link = new RedisLink({ commandTimeoutMs }, newClient, clock);
  const pressure = new PressureMonitor(THRESHOLDS, AMPLE, clock);
  const caches = new CacheRegistry({ leaseMs, ttlMaxFactor: 1 }, clock, pressure, {
    link,
    cache: createCache({ stores: [redisKeyv(link)] }),
  });
  await eventually(() => (caches.isShared ? true : undefined));
  return {
    caches,
    link,
    close: () => {
      caches.close();
      link.close();
    },
  };
}
