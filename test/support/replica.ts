import { createCache } from 'cache-manager';
import { createClient } from 'redis';

import { CacheRegistry, type CacheRegistryOptions } from '../../src/cache/cache-registry.js';
import { redisKeyv } from '../../src/cache/redis-keyv.js';
import { RedisLink, type RedisClient } from '../../src/cache/redis-link.js';
import { SystemClock } from '../../src/core/index.js';
import { MemoryAccounting, PressureActions } from '../../src/memory/index.js';

import { eventually } from './eventually.js';

/** What one replica holds of the cache, wired as the modules wire it. */
export interface Replica {
  readonly caches: CacheRegistry;
  readonly link: RedisLink;
  close(): void;
}

/** A replica on a real Redis, ready to use it. */
export async function startReplica(
  redisUrl: string,
  { leaseMs = 500, commandTimeoutMs = 50 }: Partial<CacheRegistryOptions> & { readonly commandTimeoutMs?: number } = {},
): Promise<Replica> {
  const clock = new SystemClock();
  const newClient = () => createClient({ url: redisUrl, disableOfflineQueue: true }) as unknown as RedisClient;
  const link = new RedisLink({ commandTimeoutMs, keyPrefix: '' }, newClient, clock);
  const memory = { accounting: new MemoryAccounting(), actions: new PressureActions() };
  const caches = new CacheRegistry({ leaseMs, ttlMaxFactor: 1 }, clock, memory, {
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
