import type { Cache } from 'cache-manager';
import type * as z from 'zod';

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

/** Redis as the second tier needs it. */
export interface SharedStore {
  readonly link: RedisLink;
  /** The cache of Nest on that link. */
  readonly cache: Cache;
}

/** Injects the {@link SharedStore}, or undefined without `REDIS_URL`. */
export const SHARED_STORE = Symbol('SHARED_STORE');

export interface CacheRegistryOptions {
  /** How long the lease of a replica that died blocks the others, milliseconds. */
  readonly leaseMs: number;
  /** Times to live adapt between what is set divided and multiplied by this; 1 leaves them. */
  readonly ttlSpread: number;
}

/** One cache among those of this process. */
export interface CacheDefinition<Value extends object> extends MemoryTierOptions<Value> {
  /** Names it in metrics and reports: one of a closed set, each opened once. */
  readonly name: string;
  /** What a value looks like; one that comes back from Redis and does not is deleted. */
  readonly schema: z.ZodType<Value>;
  /** Equal for equal values, so that a value that does not change is kept longer. @default of its JSON */
  readonly fingerprintOf?: (value: Value) => number;
}

/** Share of its bound that a cache keeps to when memory gets tight. */
const KEPT_SHARE = { elevated: 0.5, critical: 0 } as const;
/** What was invalidated is not served from that moment on; so much later its memory is given back, milliseconds. */
const SWEEP_AFTER_MS = 1_000;

/** Opens caches, all with the same tiers, and invalidates across them. */
export class CacheRegistry {
  readonly #opened = new Map<string, Pick<MemoryTier<object>, 'state' | 'sweep' | 'sweepExpired'>>();
  readonly #invalidations = new Invalidations();
  readonly #leases: Leases | undefined;
  readonly #log: InvalidationLog | undefined;
  #cancelSweep: CancelTimer | undefined;

  constructor(
    private readonly options: CacheRegistryOptions,
    private readonly clock: Clock,
    private readonly memory: Pick<MemoryMonitors, 'accounting' | 'actions'>,
    private readonly store: SharedStore | undefined,
  ) {
    this.#invalidations.onInvalidated(() => this.#sweepSoon());
    if (store === undefined) return;
    this.#leases = new Leases(options, store.link, clock);
    this.#log = new InvalidationLog(store.link, this.#invalidations, clock);
  }

  /** @throws {RangeError} if a cache of that name is open already. */
  open<Value extends object>({
    name,
    schema,
    fingerprintOf = (value) => hashText(JSON.stringify(value)),
    ...bounds
  }: CacheDefinition<Value>): TieredCache<Value> {
    if (this.#opened.has(name)) throw new RangeError(`there is a cache named "${name}" already`);
    const l1 = new MemoryTier<Value>(bounds, this.clock, this.#invalidations);
    this.#opened.set(name, l1);
    const component = `cache:${name}`;
    this.memory.actions.register({ step: 'caches', component, apply: (level) => l1.shrinkTo(KEPT_SHARE[level]) });
    this.memory.accounting.register(component, () => {
      const { entries, bytes, maxBytes } = l1.state;
      return { count: entries, bytes, maxBytes };
    });
    return new TieredCache(name, {
      clock: this.clock,
      invalidations: this.#invalidations,
      l1,
      ttl: { adaptive: new AdaptiveTtl({ spread: this.options.ttlSpread }), fingerprintOf },
      shared:
        this.store === undefined || this.#leases === undefined || this.#log === undefined
          ? undefined
          : {
              tier: new RedisTier(schema, this.store.cache, this.store.link, this.clock),
              leases: this.#leases,
              log: this.#log,
            },
    });
  }

  /**
   * Removes every value that was made from one of `tags`, from all caches: here at once, in other replicas as soon as
   * Redis passes it on, and what is being made from them now too.
   *
   * @param tags For example `tenant:acme`, `answer:ans_…`, `server:jira`.
   * @returns when Redis has it, or after the budget of a command when Redis does not answer; it is told later then.
   */
  async invalidate(tags: readonly string[]): Promise<void> {
    if (this.#log === undefined) for (const tag of tags) this.#invalidations.invalidate(tag);
    else await this.#log.publish(tags);
  }

  /** Whether values are shared with other replicas right now. */
  get isShared(): boolean {
    return this.#log?.isCaughtUp === true;
  }

  /** How full each of them is, by name. */
  get states(): ReadonlyMap<string, CacheState> {
    return new Map([...this.#opened].map(([name, tier]) => [name, tier.state]));
  }

  /** Drops what has expired, until all has been seen or `isTimeUp`. @returns how many. */
  sweepExpired(isTimeUp: () => boolean): number {
    let dropped = 0;
    for (const tier of this.#opened.values()) dropped += tier.sweepExpired(isTimeUp);
    return dropped;
  }

  close(): void {
    this.#cancelSweep?.();
    this.#log?.close();
  }

  #sweepSoon(): void {
    this.#cancelSweep ??= this.clock.schedule(SWEEP_AFTER_MS, () => {
      this.#cancelSweep = undefined;
      for (const tier of this.#opened.values()) tier.sweep();
    });
  }
}
