import type { Cache } from 'cache-manager';
import type * as z from 'zod';

import { EventChannel, type Clock } from '../core/index.js';

import type { CacheEntry } from './cache-entry.js';
import { encode, decode } from './codec.js';
import type { RedisLink } from './redis-link.js';

/** Published for every operation attempted on the second tier. */
export const secondTierUsed = new EventChannel<{
  readonly operation: 'get' | 'set' | 'delete';
  readonly outcome: 'hit' | 'miss' | 'invalid' | 'done' | 'failed';
}>('cache:l2:used');

/**
 * Entries in Redis, shared by all replicas, through the cache of Nest.
 *
 * While Redis is down or late every read is a miss and every write is dropped: no operation throws.
 */
export class RedisTier<Value> {
  constructor(
    /** A value that does not match is deleted. */
    private readonly schema: z.ZodType<Value>,
    private readonly cache: Cache,
    private readonly link: RedisLink,
    private readonly clock: Clock,
  ) {}

  /** The entry of a key; an invalid one is deleted. */
  async get(key: string): Promise<CacheEntry<Value> | undefined> {
    const found = await this.#attempt('get', () => this.cache.get(key));
    if (found === undefined) return undefined;
    const entry = found.value === undefined ? undefined : decode(key, found.value, this.schema, this.#moment());
    const isInvalid = found.value !== undefined && entry === undefined;
    secondTierUsed.publish({
      operation: 'get',
      outcome: isInvalid ? 'invalid' : entry === undefined ? 'miss' : 'hit',
    });
    if (isInvalid) await this.delete(key);
    return entry;
  }

  /** @param fence Fencing token of the lease it was computed under. @default 0, for none */
  async set(key: string, entry: CacheEntry<Value>, fence = 0): Promise<void> {
    const { madeAt, ttlMs, graceMs } = entry;
    const lifeMs = Math.floor(madeAt + ttlMs + graceMs - this.clock.now());
    // A life of zero would mean no expiry.
    if (lifeMs < 1) return;
    const write = () => this.cache.set(key, encode(key, entry, fence, this.#moment()), lifeMs);
    const done = await this.#attempt('set', write);
    if (done !== undefined) secondTierUsed.publish({ operation: 'set', outcome: 'done' });
  }

  async delete(key: string): Promise<void> {
    const done = await this.#attempt('delete', () => this.cache.del(key));
    if (done !== undefined) secondTierUsed.publish({ operation: 'delete', outcome: 'done' });
  }

  async #attempt<T>(operation: 'get' | 'set' | 'delete', work: () => Promise<T>): Promise<{ value: T } | undefined> {
    if (!this.link.isUp) return undefined;
    try {
      return { value: await this.link.run(work) };
    } catch {
      secondTierUsed.publish({ operation, outcome: 'failed' });
      return undefined;
    }
  }

  #moment() {
    return { now: this.clock.now(), epochMs: this.clock.epochMs() };
  }
}
