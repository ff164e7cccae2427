import { Deadline, EventChannel, sleep, type Clock } from '../core/index.js';
import { SingleFlight } from '../resilience/index.js';

import type { AdaptiveTtl, TtlDecision } from './adaptive-ttl.js';
import { freshnessOf, type CacheEntry } from './cache-entry.js';
import { isRefreshDue } from './early-refresh.js';
import type { InvalidationLog } from './invalidation-log.js';
import type { Invalidations } from './invalidations.js';
import type { Lease, Leases } from './lease.js';
import type { CacheState, MemoryTier } from './memory-tier.js';
import type { RedisTier } from './redis-tier.js';

/** Computes a value; `deadline` is the hard timeout of the computation. */
export type Factory<Value> = (deadline: Deadline) => Promise<Value>;

export interface GetOrSetOptions<Value> {
  /** How long the value is fresh, milliseconds; zero or less shares it with waiting callers only. */
  readonly ttlMs: number | ((value: Value, costMs: number) => number);
  /** How much longer the value may be served stale while or because no new one is available, milliseconds. @default 0 */
  readonly graceMs?: number | ((value: Value) => number);
  /** Sources of the value, for {@link CacheRegistry.invalidate}. @default none */
  readonly tags?: readonly string[] | ((value: Value) => readonly string[]);
  /** Recomputes a stale value in the background; null for never. @default the factory */
  readonly refresh?: Factory<Value> | null;
  /** How long to wait for another replica's computation before computing here, milliseconds. @default the hard timeout */
  readonly leaseWaitMs?: number;
}

/** A value and its origin. */
export interface CacheResult<Value> {
  readonly value: Value;
  readonly result: 'hit' | 'stale' | 'miss';
  /** The tier it came from; null when it was computed for this caller. */
  readonly tier: 'l1' | 'l2' | null;
  /** Time since it was computed, milliseconds. */
  readonly ageMs: number;
  /** Whether another caller had started the computation. */
  readonly isCollapsed: boolean;
}

/** Published after every computation. */
export const valueComputed = new EventChannel<{
  readonly cache: string;
  readonly reason: 'miss' | 'stale' | 'early';
  readonly outcome: 'done' | 'failed';
  readonly durationMs: number;
}>('cache:value:computed');

/** The second tier and its coordination; absent without Redis. */
export interface SharedTier<Value> {
  readonly tier: RedisTier<Value>;
  readonly leases: Leases;
  readonly log: InvalidationLog;
}

/** The components of a tiered cache. */
export interface TieredCacheParts<Value extends object> {
  readonly clock: Clock;
  readonly invalidations: Invalidations;
  readonly l1: MemoryTier<Value>;
  readonly shared?: SharedTier<Value> | undefined;
  /** Adapts times to live. @default they stay as configured */
  readonly ttl?: { readonly adaptive: AdaptiveTtl; readonly fingerprintOf: (value: Value) => number } | undefined;
  /** Uniform in (0, 1]. @default Math.random */
  readonly random?: () => number;
}

/** Hard timeout of a computation, milliseconds. */
const HARD_TIMEOUT_MS = 30_000;
/** Intervals at which another replica's computation is polled, milliseconds. */
const POLL_MS = { first: 10, growth: 1.5, max: 200 } as const;
/** Longest wait of a granted lease for missed invalidations, milliseconds. */
const CATCH_UP_TIMEOUT_MS = 15;

interface Filled<Value> {
  readonly entry: CacheEntry<Value>;
  readonly tier: 'l2' | null;
}

/**
 * A cache in this process and, with Redis, across replicas; one computation per key at a time.
 *
 * A hit costs neither a promise nor a timer beyond the lookup. A stale value is served while one computation replaces it;
 * a hot value is refreshed before it is stale. A failing tier costs hits, never an error.
 */
export class TieredCache<Value extends object> {
  readonly #flights = new SingleFlight<Filled<Value>>();
  readonly #random: () => number;

  constructor(
    /** Names it in events: one of a closed set. */
    readonly name: string,
    private readonly parts: TieredCacheParts<Value>,
  ) {
    this.#random = parts.random ?? (() => 1 - Math.random());
  }

  get state(): CacheState {
    return this.parts.l1.state;
  }

  /** Recent decisions about times to live, newest first. */
  get ttlDecisions(): readonly TtlDecision[] {
    return this.parts.ttl?.adaptive.recent ?? [];
  }

  /** The entry of this process, fresh or stale. */
  peek(key: string): CacheEntry<Value> | undefined {
    return this.parts.l1.get(key);
  }

  /** Whether this process has an entry; counts neither as a hit nor as a use. */
  has(key: string): boolean {
    return this.parts.l1.has(key);
  }

  /**
   * The cached value, or the one `factory` computes.
   *
   * @param key      At most 512 bytes; holds everything the value depends on, its tenant first, and no text of a caller.
   * @param deadline Ends this caller's wait, not the computation.
   * @throws {DeadlineExceededError | CancelledError} if `deadline` ends first, or the hard timeout.
   * @throws whatever `factory` throws.
   */
  async getOrSet(
    key: string,
    factory: Factory<Value>,
    options: GetOrSetOptions<Value>,
    deadline: Deadline,
  ): Promise<CacheResult<Value>> {
    return this.lookUp(key, factory, options) ?? this.fill(key, factory, options, deadline);
  }

  /** The value of this process, or undefined. A stale value, and a hot one that soon will be, is refreshed in the background. */
  lookUp(key: string, factory: Factory<Value>, options: GetOrSetOptions<Value>): CacheResult<Value> | undefined {
    const entry = this.parts.l1.get(key);
    if (entry === undefined) return undefined;
    const result = this.#resultOf(entry, 'l1');
    if (result.result === 'stale') this.#refresh(key, factory, options, entry, 'stale');
    else if (isRefreshDue(entry.ttlMs - result.ageMs, entry.costMs, this.#random)) {
      this.#refresh(key, factory, options, entry, 'early');
    }
    return result;
  }

  /**
   * The part of {@link getOrSet} after a {@link lookUp} without a result.
   *
   * @throws as {@link getOrSet} does.
   */
  async fill(
    key: string,
    factory: Factory<Value>,
    options: GetOrSetOptions<Value>,
    deadline?: Deadline,
  ): Promise<CacheResult<Value>> {
    const { outcome, isLed } = this.#flights.join(key, () => this.#fill(key, factory, options));
    const { entry, tier } = await (deadline === undefined ? outcome : deadline.wait(outcome));
    return { ...this.#resultOf(entry, tier), isCollapsed: !isLed };
  }

  /** The value of either tier, fresh or stale, without computing one; undefined if there is none. */
  async find(key: string): Promise<Value | undefined> {
    const own = this.parts.l1.get(key);
    if (own !== undefined) return own.value;
    const shared = await this.#fromShared(key);
    if (shared !== undefined) this.parts.l1.set(key, shared);
    return shared?.value;
  }

  /** What has been invalidated so far; taken before the sources of a value are read, it shows whether it is outdated. */
  get position(): string {
    return this.parts.invalidations.head;
  }

  /**
   * Caches a value that was computed elsewhere, in place of the current one.
   *
   * @param readAt The {@link position} before it was computed.
   */
  async set(key: string, value: Value, options: GetOrSetOptions<Value>, readAt: string): Promise<void> {
    await this.#store(key, this.#entry(key, value, options, 0, readAt), 0);
  }

  /** Reads the second tier, then computes, here or in the replica that has the lease. */
  async #fill(key: string, factory: Factory<Value>, options: GetOrSetOptions<Value>): Promise<Filled<Value>> {
    const entry = await this.#fromShared(key);
    if (entry === undefined) return this.#compute(key, factory, options, 'miss');
    this.parts.l1.set(key, entry);
    if (!this.#isFresh(entry)) {
      // After this flight, whose callers get the stale value; the next flight replaces it.
      setImmediate(() => this.#refresh(key, factory, options, entry, 'stale'));
    }
    return { entry, tier: 'l2' };
  }

  /** Recomputes a value in the background, unless a computation is running or `refresh` is null. */
  #refresh(
    key: string,
    factory: Factory<Value>,
    { refresh = factory, ...options }: GetOrSetOptions<Value>,
    current: CacheEntry<Value>,
    reason: 'stale' | 'early',
  ): void {
    if (refresh === null) return;
    this.#flights.join(key, async () => {
      const newer = await this.#fromShared(key);
      if (newer !== undefined && newer.madeAt > current.madeAt && this.#isFresh(newer)) {
        this.parts.l1.set(key, newer);
        return { entry: newer, tier: 'l2' };
      }
      // A caller that joins after an eviction gets the current value rather than an error.
      return this.#compute(key, refresh, options, reason).catch(() => ({ entry: current, tier: null }));
    });
  }

  async #compute(
    key: string,
    factory: Factory<Value>,
    options: GetOrSetOptions<Value>,
    reason: 'miss' | 'stale' | 'early',
  ): Promise<Filled<Value>> {
    const { clock, invalidations } = this.parts;
    using deadline = Deadline.after(clock, HARD_TIMEOUT_MS);
    const lease = await this.#lease(key, deadline, options.leaseWaitMs ?? Infinity);
    if (lease !== undefined && 'entry' in lease) return lease;
    const started = clock.now();
    const { head } = invalidations;
    const publish = (outcome: 'done' | 'failed', durationMs: number) =>
      valueComputed.publish({ cache: this.name, reason, outcome, durationMs });
    try {
      const value = await deadline.wait(factory(deadline));
      const costMs = clock.now() - started;
      const entry = this.#entry(key, value, options, costMs, head);
      await this.#store(key, entry, lease?.fence ?? 0);
      publish('done', costMs);
      return { entry, tier: null };
    } catch (error) {
      publish('failed', clock.now() - started);
      throw error;
    } finally {
      void lease?.release();
    }
  }

  /** The right to compute, or the value another replica computed meanwhile; undefined without coordination. */
  async #lease(key: string, deadline: Deadline, leaseWaitMs: number): Promise<Lease | Filled<Value> | undefined> {
    const { clock, shared } = this.parts;
    if (shared === undefined) return undefined;
    const waitsUntil = clock.now() + leaseWaitMs;
    const holder = shared.leases.newHolder();
    for (let pollMs = POLL_MS.first as number; ; pollMs = Math.min(pollMs * POLL_MS.growth, POLL_MS.max)) {
      const lease = await shared.leases.acquire(key, holder);
      if (lease === 'unavailable') return undefined;
      const isGranted = typeof lease === 'object';
      // A replica behind the invalidation log reads nothing from Redis, and would repeat a finished computation.
      if (isGranted) await this.#catchUp(shared.log);
      // Another replica may have finished between the lookup and the lease.
      const entry = await this.#fromShared(key);
      if (entry !== undefined && this.#isFresh(entry)) {
        if (isGranted) void lease.release();
        this.parts.l1.set(key, entry);
        return { entry, tier: 'l2' };
      }
      if (isGranted) return lease;
      deadline.throwIfOver();
      if (clock.now() >= waitsUntil) return undefined;
      await sleep(clock, pollMs);
    }
  }

  /** Waits for the invalidation log after a reconnect. */
  async #catchUp(log: InvalidationLog): Promise<void> {
    if (log.isCaughtUp) return;
    using timeout = Deadline.after(this.parts.clock, CATCH_UP_TIMEOUT_MS);
    await timeout.wait(log.catchUp()).catch(() => undefined);
  }

  async #fromShared(key: string): Promise<CacheEntry<Value> | undefined> {
    const { clock, invalidations, shared } = this.parts;
    if (shared === undefined || !shared.log.isCaughtUp) return undefined;
    const entry = await shared.tier.get(key);
    if (entry === undefined || freshnessOf(entry, clock.now()) === 'expired') return undefined;
    if (!invalidations.isOutdated(entry.tags, entry.seen)) return entry;
    await shared.tier.delete(key);
    return undefined;
  }

  #entry(
    key: string,
    value: Value,
    { graceMs = 0, tags = [], ttlMs }: GetOrSetOptions<Value>,
    costMs: number,
    seen: string,
  ): CacheEntry<Value> {
    const { clock, l1, ttl } = this.parts;
    const setMs = typeof ttlMs === 'number' ? ttlMs : ttlMs(value, costMs);
    return {
      value,
      madeAt: clock.now(),
      ttlMs:
        ttl === undefined || setMs <= 0
          ? setMs
          : ttl.adaptive.decide(key, setMs, { costMs, fingerprint: ttl.fingerprintOf(value), hits: l1.hitsOf(key) }),
      graceMs: typeof graceMs === 'function' ? graceMs(value) : graceMs,
      costMs,
      tags: typeof tags === 'function' ? tags(value) : tags,
      seen,
    };
  }

  /** Writes both tiers; the lease is released after the second, whose command timeout bounds the wait. */
  async #store(key: string, entry: CacheEntry<Value>, fence: number): Promise<void> {
    if (entry.ttlMs <= 0 || this.parts.invalidations.isOutdated(entry.tags, entry.seen)) return;
    this.parts.l1.set(key, entry);
    await this.parts.shared?.tier.set(key, entry, fence);
  }

  #isFresh(entry: CacheEntry<Value>): boolean {
    return freshnessOf(entry, this.parts.clock.now()) === 'fresh';
  }

  #resultOf(entry: CacheEntry<Value>, tier: 'l1' | 'l2' | null): CacheResult<Value> {
    const ageMs = Math.max(0, this.parts.clock.now() - entry.madeAt);
    const result = ageMs >= entry.ttlMs ? 'stale' : tier === null ? 'miss' : 'hit';
    return { value: entry.value, result, tier, ageMs, isCollapsed: false };
  }
}
