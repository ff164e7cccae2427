import { LRUCache } from 'lru-cache';

import type { Caller, Clock } from '../core/index.js';
import { StoreUnavailableError } from '../store/index.js';

import { JwksUnavailableError } from './access.errors.js';

/** Somebody known by a key or token, and until when it is good. */
export interface KnownCaller {
  readonly caller: Caller;
  /** Wall-clock milliseconds since the epoch; null for ever. */
  readonly expiresAt: number | null;
}

export interface CallerCacheOptions {
  /** How long a finding is used while nobody can be asked, milliseconds. */
  readonly graceMs: number;
}

interface Entry {
  readonly known: KnownCaller;
  /** Monotonic milliseconds. */
  readonly checkedAt: number;
  refresh: Promise<KnownCaller | undefined> | undefined;
}

const MAX_ENTRIES = 10_000;
/** A finding is used for so long without another look, milliseconds. */
const FRESH_MS = 2_000;
/** From this age on the look is waited for: a revoked key must be refused within five seconds. */
const STALE_MS = 4_000;

/**
 * Who is behind a key or token, looked up at most every two seconds, and then in the background.
 *
 * A key that is revoked is refused within {@link STALE_MS} on every replica. While the database or the
 * issuer is away, whoever was good goes on being good for a while: nobody can have revoked a key there.
 */
export class CallerCache {
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES });

  constructor(
    private readonly options: CallerCacheOptions,
    private readonly clock: Clock,
  ) {}

  /**
   * @param hash   Of the key or token.
   * @param lookUp Asks the database; undefined for a key that is not good.
   * @throws {StoreUnavailableError | JwksUnavailableError} if it cannot be asked and was not lately.
   */
  get(
    hash: string,
    lookUp: () => Promise<KnownCaller | undefined>,
  ): KnownCaller | undefined | Promise<KnownCaller | undefined> {
    const entry = this.#entries.get(hash);
    if (entry === undefined) return this.#look(hash, lookUp);
    const ageMs = this.clock.now() - entry.checkedAt;
    if (ageMs < FRESH_MS) return entry.known;
    entry.refresh ??= this.#look(hash, lookUp).finally(() => (entry.refresh = undefined));
    const fallback = entry.refresh.catch((error: unknown) => {
      const isAway = error instanceof StoreUnavailableError || error instanceof JwksUnavailableError;
      if (isAway && ageMs < this.options.graceMs) return entry.known;
      throw error;
    });
    if (ageMs >= STALE_MS) return fallback;
    // Whoever asks later waits for it, or makes another attempt.
    fallback.catch(() => undefined);
    return entry.known;
  }

  async #look(hash: string, lookUp: () => Promise<KnownCaller | undefined>): Promise<KnownCaller | undefined> {
    const checkedAt = this.clock.now();
    const known = await lookUp();
    if (known === undefined) this.#entries.delete(hash);
    else this.#entries.set(hash, { known, checkedAt, refresh: undefined });
    return known;
  }
}
