import { LRUCache } from 'lru-cache';

import { Deadline, EventChannel, type Clock } from '../core/index.js';

import type { AdaptiveTtl, TtlDecision } from './adaptive-ttl.js';
import { freshnessOf, type CacheEntry } from './cache-entry.js';
import { isRefreshDue } from './early-refresh.js';
import type { InvalidationLog } from './invalidation-log.js';
import type { Invalidations } from './invalidations.js';
import type { Lease, Leases } from './lease.js';
import type { CacheState, MemoryTier } from './memory-tier.js';
import type { RedisTier } from './redis-tier.js';
import { SingleFlight } from '../resilience/index.js';

/** How a value that is not kept yet is made. `deadline` is the computation's own, the hard time-out. */
export type Factory<Value> = (deadline: Deadline) => Promise<Value>;

export interface GetOrSetOptions<Value> {
  /** How long the value is fresh, milliseconds; zero or less keeps it for nobody but those who wait for it. */
  readonly ttlMs: number | ((value: Value, costMs: number) => number);
  /** How much longer a stale value may be served while it is made anew, or cannot be, milliseconds. @default 0 */
  readonly graceMs?: number | ((value: Value) => number);
  /** What the value was made from; {@link TieredCache.invalidate} removes all that has one of them. @default none */
  readonly tags?: readonly string[] | ((value: Value) => readonly string[]);
  /** How long to wait for a new value before a stale one is served, milliseconds. @default 0 */
  readonly softTimeoutMs?: number;
  /** When a computation is given up, milliseconds. @default 30000 */
  readonly hardTimeoutMs?: number;
  /** Failures that are told again for a while instead of trying again. @default none */
  readonly negative?: { readonly ttlMs: number; readonly when: (error: unknown) => boolean };
  /** Makes a stale value anew, in the background. @default the factory */
  readonly refresh?: Factory<Value> | null;
  /** How long to wait for another replica that is making the value, before it is made here too. @default the hard time-out */
  readonly leaseWaitMs?: number;
}

/** A value, and how it was come by. */
export interface CacheResult<Value> {
  readonly value: Value;
  readonly result: 'hit' | 'stale' | 'miss';
  /** Where it was kept; null when it was made for this caller or for one it waited with. */
  readonly tier: 'l1' | 'l2' | null;
  /** Time since it was made, milliseconds. */
  readonly ageMs: number;
  /** Whether it is the outcome of a computation that another caller had begun. */
  readonly isCollapsed: boolean;
}

/** Published when a value is made. */
export const valueComputed = new EventChannel<{
  readonly cache: string;
  readonly reason: 'miss' | 'stale' | 'early';
  readonly outcome: 'done' | 'failed';
  readonly durationMs: number;
}>('cache:value:computed');

/** The second tier and what goes with it; absent without Redis. */
export interface SharedTier<Value> {
  readonly tier: RedisTier<Value>;
  readonly leases: Leases;
  readonly log: InvalidationLog;
}

/** What a tiered cache is made of. */
export interface TieredCacheParts<Value extends object> {
  readonly clock: Clock;
  readonly invalidations: Invalidations;
  readonly l1: MemoryTier<Value>;
  readonly shared?: SharedTier<Value> | undefined;
  /** Adapts times to live. @default they stay as they are set */
  readonly ttl?: { readonly adaptive: AdaptiveTtl; readonly fingerprintOf: (value: Value) => number } | undefined;
  /** Uniform in (0, 1]. @default Math.random */
  readonly random?: () => number;
}

const DEFAULTS = { hardTimeoutMs: 30_000, softTimeoutMs: 0, graceMs: 0 } as const;
/** Failures remembered. */
const MAX_FAILURES = 1_000;
/** How often a computation of another replica is looked for, milliseconds: soon, then less often. */
const POLL_MS = { first: 10, growth: 1.5, longest: 200 } as const;

/** Longest that a granted lease waits for what was invalidated meanwhile, milliseconds. */
const CATCH_UP_PATIENCE_MS = 15;

interface Filled<Value> {
  readonly entry: CacheEntry<Value>;
  readonly tier: 'l2' | null;
}

/**
 * Values in this process and, with Redis, in all replicas; each computed once at a time wherever it is asked for.
 *
 * A hit costs neither a promise nor a timer beyond the lookup ({@link peek}). A stale value is served while one caller's
 * computation replaces it; a hot value is replaced before it gets stale. What a tier cannot do costs hits, never an
 * error.
 */
export class TieredCache<Value extends object> {
  readonly #flights = new SingleFlight<Filled<Value>>();
  readonly #failures = new LRUCache<string, { readonly error: unknown; readonly until: number }>({
    max: MAX_FAILURES,
  });
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

  /** How times to live were decided lately, the newest first. */
  get ttlDecisions(): readonly TtlDecision[] {
    return this.parts.ttl?.adaptive.recent ?? [];
  }

  /** What this process keeps under that key, fresh or stale. */
  peek(key: string): CacheEntry<Value> | undefined {
    return this.parts.l1.get(key);
  }

  /** Whether this process keeps something under that key; asking counts neither as a hit nor as a use. */
  has(key: string): boolean {
    return this.parts.l1.has(key);
  }

  /** Time since an entry was made, milliseconds. */
  ageMsOf({ madeAt }: CacheEntry<Value>): number {
    return Math.max(0, this.parts.clock.now() - madeAt);
  }

  /**
   * The value kept under `key`, or the one `factory` makes.
   *
   * @param key      At most 512 bytes; holds everything the value depends on, its tenant first, and no text of a caller.
   * @param deadline Ends this caller's wait, not the computation.
   * @throws {DeadlineExceededError | CancelledError} if `deadline` ends first, or the hard time-out.
   * @throws whatever `factory` throws, when there is no stale value to serve instead.
   */
  async getOrSet(
    key: string,
    factory: Factory<Value>,
    options: GetOrSetOptions<Value>,
    deadline: Deadline,
  ): Promise<CacheResult<Value>> {
    const found = this.lookUp(key, factory, options);
    if (found === undefined) return this.fill(key, factory, options, deadline);
    const { softTimeoutMs = DEFAULTS.softTimeoutMs } = options;
    if (found.result !== 'stale' || softTimeoutMs <= 0) return found;
    const underWay = this.#flights.pending(key);
    if (underWay === undefined) return found;
    using patience = deadline.child(softTimeoutMs);
    return await patience.wait(underWay).then(
      ({ entry, tier }) => this.#found(entry, tier),
      () => found,
    );
  }

  /**
   * What this process keeps under `key`; undefined when it is not here. A stale value, and a hot one that soon will be,
   * is made anew in the background.
   */
  lookUp(key: string, factory: Factory<Value>, options: GetOrSetOptions<Value>): CacheResult<Value> | undefined {
    const kept = this.parts.l1.get(key);
    if (kept === undefined) return undefined;
    const found = this.#found(kept, 'l1');
    if (found.result === 'stale') this.#refresh(key, factory, options, kept, 'stale');
    else if (isRefreshDue(kept.ttlMs - found.ageMs, kept.costMs, this.#random)) {
      this.#refresh(key, factory, options, kept, 'early');
    }
    return found;
  }

  /**
   * What {@link getOrSet} does when {@link lookUp} has found nothing.
   *
   * @throws as {@link getOrSet} does.
   */
  async fill(
    key: string,
    factory: Factory<Value>,
    options: GetOrSetOptions<Value>,
    deadline?: Deadline,
  ): Promise<CacheResult<Value>> {
    const failure = this.#failures.get(key);
    if (failure !== undefined && this.parts.clock.now() < failure.until) throw failure.error;
    const { outcome, isLed } = this.#flights.join(key, () => this.#fill(key, factory, options));
    const { entry, tier } = await (deadline === undefined ? outcome : deadline.wait(outcome));
    return { ...this.#found(entry, tier), isCollapsed: !isLed };
  }

  /** Keeps a value that was made elsewhere, in place of the one there is. */
  async set(key: string, value: Value, options: GetOrSetOptions<Value>, costMs = 0): Promise<void> {
    const entry = this.#entry(key, value, options, costMs, this.parts.invalidations.head);
    await this.#keep(key, entry, 0);
  }

  async delete(key: string): Promise<void> {
    this.parts.l1.delete(key);
    await this.parts.shared?.tier.delete(key);
  }

  /** From the second tier, else computed by this replica or by the one that has the lease. */
  async #fill(key: string, factory: Factory<Value>, options: GetOrSetOptions<Value>): Promise<Filled<Value>> {
    const kept = await this.#fromShared(key);
    if (kept === undefined) return this.#compute(key, factory, options, 'miss');
    this.parts.l1.set(key, kept);
    if (freshnessOf(kept, this.parts.clock.now()) === 'stale') {
      // Not before this flight has landed: its callers get the stale value, and the next flight replaces it.
      setImmediate(() => this.#refresh(key, factory, options, kept, 'stale'));
    }
    return { entry: kept, tier: 'l2' };
  }

  /** Makes a value anew in the background, unless that is under way or cannot be done without its caller. */
  #refresh(
    key: string,
    factory: Factory<Value>,
    { refresh = factory, ...options }: GetOrSetOptions<Value>,
    kept: CacheEntry<Value>,
    reason: 'stale' | 'early',
  ): void {
    if (refresh === null) return;
    this.#flights.join(key, async () => {
      const newer = await this.#fromShared(key);
      if (newer !== undefined && newer.madeAt > kept.madeAt && this.#isFresh(newer)) {
        this.parts.l1.set(key, newer);
        return { entry: newer, tier: 'l2' };
      }
      // Whoever joins meanwhile, because the value was dropped, gets the old one rather than an error.
      return this.#compute(key, refresh, options, reason).catch(() => ({ entry: kept, tier: null }));
    });
  }

  async #compute(
    key: string,
    factory: Factory<Value>,
    options: GetOrSetOptions<Value>,
    reason: 'miss' | 'stale' | 'early',
  ): Promise<Filled<Value>> {
    using deadline = Deadline.after(this.parts.clock, options.hardTimeoutMs ?? DEFAULTS.hardTimeoutMs);
    const lease = await this.#lease(key, deadline, options.leaseWaitMs ?? Infinity);
    if (lease !== undefined && 'entry' in lease) return lease;
    const started = this.parts.clock.now();
    const { head } = this.parts.invalidations;
    try {
      const value = await deadline.wait(factory(deadline));
      const costMs = this.parts.clock.now() - started;
      const entry = this.#entry(key, value, options, costMs, head);
      await this.#keep(key, entry, lease?.fence ?? 0);
      valueComputed.publish({ cache: this.name, reason, outcome: 'done', durationMs: costMs });
      return { entry, tier: null };
    } catch (error) {
      const { negative } = options;
      if (negative?.when(error) === true) {
        this.#failures.set(key, { error, until: this.parts.clock.now() + negative.ttlMs });
      }
      valueComputed.publish({
        cache: this.name,
        reason,
        outcome: 'failed',
        durationMs: this.parts.clock.now() - started,
      });
      throw error;
    } finally {
      void lease?.release();
    }
  }

  /** The right to compute, or what another replica computed meanwhile; undefined to compute without. */
  async #lease(key: string, deadline: Deadline, leaseWaitMs: number): Promise<Lease | Filled<Value> | undefined> {
    const { clock, shared } = this.parts;
    if (shared === undefined) return undefined;
    const giveUpAt = clock.now() + leaseWaitMs;
    const holder = shared.leases.newHolder();
    for (let pollMs = POLL_MS.first as number; ; pollMs = Math.min(pollMs * POLL_MS.growth, POLL_MS.longest)) {
      const lease = await shared.leases.acquire(key, holder);
      if (lease === 'unavailable') return undefined;
      const isGranted = typeof lease === 'object';
      // Who does not know yet what it missed reads nothing, and would compute what another one has just computed.
      if (isGranted) await this.#untilCaughtUp();
      // Another replica may have been done between our look and our lease.
      const kept = await this.#fromShared(key);
      if (kept !== undefined && this.#isFresh(kept)) {
        if (isGranted) void lease.release();
        this.parts.l1.set(key, kept);
        return { entry: kept, tier: 'l2' };
      }
      if (isGranted) return lease;
      deadline.throwIfOver();
      if (clock.now() >= giveUpAt) return undefined;
      await new Promise<void>((resolve) => {
        clock.schedule(pollMs, resolve);
      });
    }
  }

  /** A moment after a connection was made anew, and no longer than a command may take. */
  async #untilCaughtUp(): Promise<void> {
    const { clock, shared } = this.parts;
    if (shared === undefined || shared.log.isCaughtUp) return;
    await new Promise<void>((resolve) => {
      const cancelTimer = clock.schedule(CATCH_UP_PATIENCE_MS, resolve);
      void shared.log.catchUp().finally(() => {
        cancelTimer();
        resolve();
      });
    });
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
    { graceMs = DEFAULTS.graceMs, tags = [], ttlMs }: GetOrSetOptions<Value>,
    costMs: number,
    seen: string,
  ): CacheEntry<Value> {
    const setMs = typeof ttlMs === 'number' ? ttlMs : ttlMs(value, costMs);
    return {
      value,
      madeAt: this.parts.clock.now(),
      ttlMs: this.#adapted(key, value, setMs, costMs),
      graceMs: typeof graceMs === 'function' ? graceMs(value) : graceMs,
      costMs,
      tags: typeof tags === 'function' ? tags(value) : tags,
      seen,
    };
  }

  #adapted(key: string, value: Value, setMs: number, costMs: number): number {
    const { l1, ttl } = this.parts;
    if (ttl === undefined || setMs <= 0) return setMs;
    return ttl.adaptive.decide(key, setMs, { costMs, fingerprint: ttl.fingerprintOf(value), hits: l1.hitsOf(key) });
  }

  /** The second tier first, so that whoever waits for the lease finds it; its budget bounds the wait. */
  async #keep(key: string, entry: CacheEntry<Value>, fence: number): Promise<void> {
    if (entry.ttlMs <= 0 || this.parts.invalidations.isOutdated(entry.tags, entry.seen)) return;
    this.parts.l1.set(key, entry);
    await this.parts.shared?.tier.set(key, entry, fence);
  }

  #isFresh(entry: CacheEntry<Value>): boolean {
    return freshnessOf(entry, this.parts.clock.now()) === 'fresh';
  }

  #found(entry: CacheEntry<Value>, tier: 'l1' | 'l2' | null): CacheResult<Value> {
    const ageMs = this.ageMsOf(entry);
    const result = tier === null && ageMs < entry.ttlMs ? 'miss' : ageMs < entry.ttlMs ? 'hit' : 'stale';
    return { value: entry.value, result, tier, ageMs, isCollapsed: false };
  }
}
