import { KeyvAdapter, type CacheManagerStore } from 'cache-manager';
import { redisInsStore, type RedisStore } from 'cache-manager-redis-yet';
import { Keyv } from 'keyv';

import type { EncodedEntry } from './codec.js';
import { FENCED_SET, fenceKeyOf } from './lease.js';
import type { RedisClient, RedisLink } from './redis-link.js';

/** Before every key of a cached value, after the prefix of the installation. */
export const NAMESPACE = 'director:cache:value';

/** What Keyv passes to its store. */
interface Stored {
  readonly value: EncodedEntry;
}

function isStored(found: unknown): found is Stored {
  return typeof found === 'object' && found !== null && 'value' in found;
}

/**
 * The store of `cache-manager-redis-yet` as a Keyv, on the connection of this process.
 *
 * It differs from the store in two points: text that is not JSON is deleted instead of failing every read, and a value
 * computed under a superseded lease is not written.
 */
export function redisKeyv(link: RedisLink): Keyv {
  const stores = new WeakMap<RedisClient, RedisStore>();
  /** The link replaces its client with a stale connection. */
  const store = () => {
    const { client } = link;
    const known = stores.get(client) ?? redisInsStore(client);
    stores.set(client, known);
    return known;
  };
  const adapted: CacheManagerStore = {
    name: 'redis',
    isCacheable: (value) => value !== undefined && value !== null,
    get: async (key) => {
      try {
        const found: unknown = await store().get(key);
        if (found === undefined || isStored(found)) return found;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
      await store().del(key);
      return undefined;
    },
    mget: (...keys) => store().mget(...keys),
    set: async (key, value: Stored, ttlMs) => {
      await link.client.eval(FENCED_SET, {
        keys: [key, link.key(fenceKeyOf(value.value.key))],
        arguments: [JSON.stringify(value), String(ttlMs), String(value.value.fence)],
      });
    },
    mset: () => Promise.reject(new Error('every value has its own life and fencing token')),
    del: (key) => store().del(key),
    mdel: (...keys) => store().mdel(...keys),
    ttl: (key) => store().ttl(key),
    keys: () => Promise.reject(new Error('keys are never listed')),
    // The library's own is FLUSHDB.
    reset: () => Promise.reject(new Error('the cache is never cleared')),
  };
  const keyv = new Keyv({ store: new KeyvAdapter(adapted), namespace: link.key(NAMESPACE), throwOnErrors: true });
  // The store serializes the value.
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  return keyv;
}
