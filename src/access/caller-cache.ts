import { LRUCache } from 'lru-cache';

import type { Caller, Clock } from '../core/index.js';
import { StoreUnavailableError } from '../store/index.js';

import { JwksUnavailableError } from './access.errors.js';

/** The caller of a key or token, and when it expires. */
export interface KnownCaller {
  readonly caller: Caller;
  /** Wall-clock milliseconds since the epoch; null for never. */
  readonly expiresAt: number | null;
}

interface Entry {
  readonly known: KnownCaller;
  /** Monotonic milliseconds. */
  readonly checkedAt: number;
  refresh: Promise<KnownCaller | undefined> | undefined;
}

const MAX_ENTRIES = 10_000;
/** Keys and tokens that were found to be invalid; apart from the valid ones, which they must not displace. */
const MAX_INVALID = 1_000;
/** An entry is used for so long without a refresh, milliseconds. */
const FRESH_MS = 2_000;
/** From this age on, callers wait for the refresh: a revoked key must be refused within five seconds. */
const STALE_MS = 4_000;

/**
 * Caches the caller of a key or token, refreshed at most every two seconds, in the background.
 *
 * A revoked key is refused within {@link STALE_MS} on every replica. While the database or the issuer is down, cached
 * callers stay valid for a grace period: no key can be revoked there meanwhile.
 */
export class CallerCache {
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES });
  /** When a hash was found to be that of no valid key, monotonic milliseconds. */
  readonly #invalid = new LRUCache<string, number>({ max: MAX_INVALID });
  /** First look-ups: callers with the same key share one. */
  readonly #pending = new Map<string, Promise<KnownCaller | undefined>>();

  constructor(
    /** `graceMs`: how long an entry is used while it cannot be refreshed, milliseconds. */
    private readonly options: { readonly graceMs: number },
    private readonly clock: Clock,
  ) {}

  /**
   * @param hash   Of the key or token.
   * @param lookUp Queries the database or the issuer; undefined for an invalid key.
   * @throws {StoreUnavailableError | JwksUnavailableError} if the look-up fails and the grace period is over.
   */
  get(
    hash: string,
    lookUp: () => Promise<KnownCaller | undefined>,
  ): KnownCaller | undefined | Promise<KnownCaller | undefined> {
    const entry = this.#entries.get(hash);
    if (entry === undefined) return this.#firstOf(hash, lookUp);
    const ageMs = this.clock.now() - entry.checkedAt;
    if (ageMs < FRESH_MS) return entry.known;
    entry.refresh ??= this.#refresh(hash, lookUp).finally(() => (entry.refresh = undefined));
    const fallback = entry.refresh.catch((error: unknown) => {
      const isUnavailable = error instanceof StoreUnavailableError || error instanceof JwksUnavailableError;
      if (isUnavailable && ageMs < this.options.graceMs) return entry.known;
      throw error;
    });
    if (ageMs >= STALE_MS) return fallback;
    // A later caller waits for it, or tries again.
    fallback.catch(() => undefined);
    return entry.known;
  }

  #firstOf(hash: string, lookUp: () => Promise<KnownCaller | undefined>): undefined | Promise<KnownCaller | undefined> {
    const foundInvalidAt = this.#invalid.get(hash) ?? -Infinity;
    if (this.clock.now() - foundInvalidAt < FRESH_MS) return undefined;
    const pending = this.#pending.get(hash);
    if (pending !== undefined) return pending;
    const looking = this.#refresh(hash, lookUp).finally(() => this.#pending.delete(hash));
    this.#pending.set(hash, looking);
    return looking;
  }

  async #refresh(hash: string, lookUp: () => Promise<KnownCaller | undefined>): Promise<KnownCaller | undefined> {
    const checkedAt = this.clock.now();
    const known = await lookUp();
    if (known === undefined) {
      this.#entries.delete(hash);
      this.#invalid.set(hash, checkedAt);
    } else this.#entries.set(hash, { known, checkedAt, refresh: undefined });
    return known;
  }
}
