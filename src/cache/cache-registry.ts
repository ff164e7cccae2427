import type { Cache } from 'cache-manager';
import type * as z from 'zod';

import type { AppConfig } from '../config/index.js';
import type { CancelTimer, Clock } from '../core/index.js';
import type { MemoryMonitors } from '../memory/index.js';
import { hashText } from '../text/index.js';

import { AdaptiveTtl } from './adaptive-ttl.js';
import { InvalidationLog } from './invalidation-log.js';
import { Invalidations } from './invalidations.js';
import { Leases } from './lease.js';
import { MemoryTier, type CacheState, type MemoryTierOptions } from './memory-tier.js';
import type { RedisLink } from './redis-link.js';
import { RedisTier } from './redis-tier.js';
import { TieredCache } from './tiered-cache.js';

/** The connection to Redis and the cache on it. */
export interface SharedStore {
  readonly link: RedisLink;
  /** The cache of Nest on that link. */
  readonly cache: Cache;
}

/** Injects the {@link SharedStore}, or undefined without `REDIS_URL`. */
export const SHARED_STORE = Symbol('SHARED_STORE');

export type CacheRegistryOptions = Pick<AppConfig['cache'], 'leaseMs' | 'ttlMaxFactor'>;

/** Definition of one cache. */
export interface CacheDefinition<Value extends object> extends MemoryTierOptions<Value> {
  /** Names it in metrics and reports: unique, one of a closed set. */
  readonly name: string;
  /** A value from Redis that does not match is deleted. */
  readonly schema: z.ZodType<Value>;
  /** Equal for equal values; an unchanged value gets a longer time to live. @default a hash of its JSON */
  readonly fingerprintOf?: (value: Value) => number;
}

/** Share of its bound that a cache may use under memory pressure. */
const MAX_SHARE = { elevated: 0.5, critical: 0 } as const;
/** Delay from an invalidation to freeing the memory of its entries, milliseconds. */
const SWEEP_DELAY_MS = 1_000;

/** Opens caches on common tiers and invalidates across them. */
export class CacheRegistry {
  readonly #opened = new Map<string, Pick<MemoryTier<object>, 'state' | 'sweep' | 'sweepExpired'>>();
  readonly #invalidations = new Invalidations(() => this.#sweepSoon());
  readonly #shared: (SharedStore & { readonly leases: Leases; readonly log: InvalidationLog }) | undefined;
  #cancelSweep: CancelTimer | undefined;

  constructor(
    private readonly options: CacheRegistryOptions,
    private readonly clock: Clock,
    private readonly memory: Pick<MemoryMonitors, 'accounting' | 'actions'>,
    store: SharedStore | undefined,
  ) {
    if (store === undefined) return;
    const log = new InvalidationLog(store.link, this.#invalidations, clock);
    this.#shared = { ...store, leases: new Leases(options, store.link, clock), log };
  }

  /** @throws {RangeError} if the name is taken. */
  open<Value extends object>({
    name,
    schema,
    fingerprintOf = (value) => hashText(JSON.stringify(value)),
    ...bounds
  }: CacheDefinition<Value>): TieredCache<Value> {
    if (this.#opened.has(name)) throw new RangeError(`there is a cache named "${name}" already`);
    const { clock } = this;
    const invalidations = this.#invalidations;
    const shared = this.#shared;
    const l1 = new MemoryTier<Value>(bounds, clock, invalidations);
    this.#opened.set(name, l1);
    const component = `cache:${name}`;
    this.memory.actions.register({ step: 'caches', component, apply: (level) => l1.shrinkTo(MAX_SHARE[level]) });
    this.memory.accounting.register(component, () => {
      const { entries, bytes, maxBytes } = l1.state;
      return { count: entries, bytes, maxBytes };
    });
    return new TieredCache(name, {
      clock,
      invalidations,
      l1,
      ttl: { adaptive: new AdaptiveTtl({ maxFactor: this.options.ttlMaxFactor }), fingerprintOf },
      shared: shared && { ...shared, tier: new RedisTier(schema, shared.cache, shared.link, clock) },
    });
  }

  /**
   * Removes every value with one of `tags` from all caches, also those being computed: here at once, in other replicas
   * as soon as Redis delivers it.
   *
   * @param tags For example `tenant:acme`, `answer:ans_…`, `server:jira`.
   * @returns when Redis has it, or after a command timeout while Redis is down; then it is delivered later.
   */
  async invalidate(tags: readonly string[]): Promise<void> {
    if (this.#shared === undefined) for (const tag of tags) this.#invalidations.invalidate(tag);
    else await this.#shared.log.publish(tags);
  }

  /** Whether values are currently shared with other replicas. */
  get isShared(): boolean {
    return this.#shared?.log.isCaughtUp === true;
  }

  /** The state of each cache, by name. */
  get states(): ReadonlyMap<string, CacheState> {
    return new Map([...this.#opened].map(([name, tier]) => [name, tier.state]));
  }

  /** Drops expired entries until `isTimeUp`. @returns how many. */
  sweepExpired(isTimeUp: () => boolean): number {
    let dropped = 0;
    for (const tier of this.#opened.values()) dropped += tier.sweepExpired(isTimeUp);
    return dropped;
  }

  close(): void {
    this.#cancelSweep?.();
    this.#shared?.log.close();
  }

  #sweepSoon(): void {
    this.#cancelSweep ??= this.clock.schedule(SWEEP_DELAY_MS, () => {
      this.#cancelSweep = undefined;
      for (const tier of this.#opened.values()) tier.sweep();
    });
  }
}
