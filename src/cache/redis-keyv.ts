import { KeyvAdapter, type CacheManagerStore } from 'cache-manager';
import { redisInsStore, type RedisStore } from 'cache-manager-redis-yet';
import { Keyv } from 'keyv';

import type { EncodedEntry } from './codec.js';
import { FENCED_SET, fenceKeyOf } from './lease.js';
import type { RedisClient, RedisLink } from './redis-link.js';

/** Before every key of a cached value; a form of entry that others cannot read gets a new one. */
export const NAMESPACE = 'director:cache:value';

/** What Keyv hands to its store. */
interface Stored {
  readonly value: EncodedEntry;
}

const NO_JSON = Symbol('no JSON');

function isStored(found: unknown): found is Stored {
  return typeof found === 'object' && found !== null && 'value' in found;
}

/**
 * The store of `cache-manager-redis-yet` as a Keyv, on the one connection of this process.
 *
 * Two things differ from the store: what is no JSON is deleted rather than reported for ever, and a value made under a
 * lease that has passed to somebody else is not written.
 */
export function redisKeyv(link: RedisLink): Keyv {
  const stores = new WeakMap<RedisClient, RedisStore>();
  /** The client changes when its connection is given up. */
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
      const found = await store()
        .get(key)
        .catch((error: unknown) => {
          if (error instanceof SyntaxError) return NO_JSON;
          throw error;
        });
      if (found === undefined || isStored(found)) return found;
      await store().del(key);
      return undefined;
    },
    mget: (...keys) => store().mget(...keys),
    set: async (key, value: Stored, ttlMs) => {
      await link.client.eval(FENCED_SET, {
        keys: [key, fenceKeyOf(value.value.key)],
        arguments: [JSON.stringify(value), String(ttlMs), String(value.value.fence)],
      });
    },
    mset: () => Promise.reject(new Error('every value has a time and a fence of its own')),
    del: (key) => store().del(key),
    mdel: (...keys) => store().mdel(...keys),
    ttl: (key) => store().ttl(key),
    keys: () => Promise.reject(new Error('keys are never listed')),
    // The library's own would delete what others keep in the same Redis.
    reset: () => Promise.reject(new Error('the cache is never cleared: its keys hold versions')),
  };
  const keyv = new Keyv({ store: new KeyvAdapter(adapted), namespace: NAMESPACE, throwOnErrors: true });
  // The value is JSON already, made once by the store.
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  return keyv;
}
