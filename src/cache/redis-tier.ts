import type { Cache } from 'cache-manager';
import type * as z from 'zod';

import { EventChannel, type Clock } from '../core/index.js';

import type { CacheEntry } from './cache-entry.js';
import { encode, decode } from './codec.js';
import type { RedisLink } from './redis-link.js';

/** Published for every operation on the second tier that was attempted. */
export const secondTierUsed = new EventChannel<{
  readonly operation: 'get' | 'set' | 'delete';
  readonly outcome: 'hit' | 'miss' | 'poisoned' | 'done' | 'failed';
}>('cache:l2:used');

/**
 * Entries in Redis, shared by all replicas, through the cache of Nest.
 *
 * Without Redis, or with one that does not answer in time, everything is a miss and nothing is kept: no operation
 * throws.
 */
export class RedisTier<Value> {
  constructor(
    /** What a value looks like; anything else is not ours. */
    private readonly schema: z.ZodType<Value>,
    private readonly cache: Cache,
    private readonly link: RedisLink,
    private readonly clock: Clock,
  ) {}

  /** Whether it is worth asking. */
  get isUp(): boolean {
    return this.link.isUp;
  }

  /** The entry under that key; one that is not ours is deleted. */
  async get(key: string): Promise<CacheEntry<Value> | undefined> {
    if (!this.isUp) return undefined;
    const found = await this.#attempt('get', () => this.cache.get(key));
    if (found === undefined) return undefined;
    const entry = found.value === undefined ? undefined : decode(key, found.value, this.schema, this.#moment());
    if (found.value !== undefined && entry === undefined) {
      secondTierUsed.publish({ operation: 'get', outcome: 'poisoned' });
      await this.delete(key);
      return undefined;
    }
    secondTierUsed.publish({ operation: 'get', outcome: entry === undefined ? 'miss' : 'hit' });
    return entry;
  }

  /** @param fence Number of the lease it was made under. @default 0, for none */
  async set(key: string, entry: CacheEntry<Value>, fence = 0): Promise<void> {
    const { madeAt, ttlMs, graceMs } = entry;
    const lifeMs = Math.floor(madeAt + ttlMs + graceMs - this.clock.now());
    // Zero would mean for ever.
    if (!this.isUp || lifeMs < 1) return;
    const envelope = encode(key, entry, fence, this.#moment());
    const done = await this.#attempt('set', () => this.cache.set(key, envelope, lifeMs));
    if (done !== undefined) secondTierUsed.publish({ operation: 'set', outcome: 'done' });
  }

  async delete(key: string): Promise<void> {
    if (!this.isUp) return;
    const done = await this.#attempt('delete', () => this.cache.del(key));
    if (done !== undefined) secondTierUsed.publish({ operation: 'delete', outcome: 'done' });
  }

  async #attempt<T>(operation: 'get' | 'set' | 'delete', work: () => Promise<T>): Promise<{ value: T } | undefined> {
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
