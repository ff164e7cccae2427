import { RateLimiterRedis } from 'rate-limiter-flexible';

import type { RedisLink } from '../cache/index.js';

import { memoryCounter, type CounterFactory } from './limits.js';

/** Counters that all replicas share through Redis; while it is down, each replica counts for itself. */
export function sharedCounter(link: RedisLink): CounterFactory {
  // The link replaces its client after a lost connection and bounds every command; counting is one script.
  const storeClient = {
    get isReady() {
      return link.isUp;
    },
    eval: (script: string, options: { keys: string[]; arguments: string[] }) =>
      link.run((client) => client.eval(script, options)),
  };
  return (name, points, duration) =>
    new RateLimiterRedis({
      storeClient,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix: link.key(`director:limit:${name}`),
      points,
      duration,
      insuranceLimiter: memoryCounter(name, points, duration),
    });
}
