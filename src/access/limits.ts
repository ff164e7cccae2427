import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

import type { Caller, Clock } from '../core/index.js';

import { RateLimitedError, type LimitExceeded } from './access.errors.js';

/** What a key, or a tenant with all its keys, may ask for at most. */
export interface Quota {
  /** In a window. */
  readonly requests: number;
  /** Being made at once, on this replica. */
  readonly answers: number;
  /** In a window; without, any number. */
  readonly modelTokens?: number | undefined;
}

export interface LimitsOptions {
  readonly windowSeconds: number;
  readonly key: Quota;
  readonly tenant: Quota;
}

/** Where one limit stands after a request. */
export interface LimitState {
  readonly scope: Scope;
  readonly quota: number;
  readonly remaining: number;
  /** Until the window ends, milliseconds. */
  readonly resetMs: number;
}

type Scope = 'key' | 'tenant';

/** Makes a counter for a window; which one, memory or shared, is the module's to say. */
export type CounterFactory = (name: string, points: number, windowSeconds: number) => RateLimiterAbstract;

export const memoryCounter: CounterFactory = (name, points, duration) =>
  new RateLimiterMemory({ keyPrefix: name, points, duration });

const SCOPES = ['key', 'tenant'] as const;
/** An answer takes seconds at most: when to look again whether one has become free. */
const ANSWER_RETRY_MS = 1_000;
/** Owners remembered whose window is used up. */
const MAX_EXHAUSTED = 10_000;
/** So long after a refusal the next one is expected, milliseconds. */
const REFUSING_MEMORY_MS = 250;

/** Counts what callers ask for, and refuses what is too much: the same counters for every face. */
export class Limits {
  readonly #requests: Readonly<Record<Scope, RateLimiterAbstract>>;
  readonly #tokens: Partial<Record<Scope, RateLimiterAbstract>> = {};
  /** Answers being made, by scope and owner. */
  readonly #answers = new Map<string, number>();
  /** When the window of an owner that is used up ends, monotonic milliseconds. */
  readonly #exhausted = new LRUCache<string, number>({ max: MAX_EXHAUSTED });
  #lastRefusedAt = -Infinity;

  constructor(
    private readonly options: LimitsOptions,
    counter: CounterFactory,
    private readonly clock: Clock,
  ) {
    const { windowSeconds, key, tenant } = options;
    this.#requests = {
      key: counter('requests:key', key.requests, windowSeconds),
      tenant: counter('requests:tenant', tenant.requests, windowSeconds),
    };
    for (const scope of SCOPES) {
      const { modelTokens } = options[scope];
      if (modelTokens !== undefined) this.#tokens[scope] = counter(`tokens:${scope}`, modelTokens, windowSeconds);
    }
  }

  get windowSeconds(): number {
    return this.options.windowSeconds;
  }

  /**
   * Counts requests of a caller.
   *
   * @throws {RateLimitedError} `RATE_LIMITED`
   */
  async countRequests(caller: Caller, requests = 1): Promise<LimitState[]> {
    const states: LimitState[] = [];
    for (const scope of SCOPES) {
      const { remainingPoints, msBeforeNext } = await this.#consume(scope, caller, requests);
      states.push({ scope, quota: this.options[scope].requests, remaining: remainingPoints, resetMs: msBeforeNext });
    }
    return states;
  }

  /** Whether somebody has been refused a moment ago: then it is worth asking before anything else. */
  get areRefusing(): boolean {
    return this.clock.now() - this.#lastRefusedAt < REFUSING_MEMORY_MS;
  }

  /** Why {@link countRequests} would refuse one more, as far as is known without counting. */
  requestsExcessOf(caller: Caller): LimitExceeded | undefined {
    for (const scope of SCOPES) {
      const leftMs = (this.#exhausted.get(keyOf(scope, caller)) ?? 0) - this.clock.now();
      if (leftMs > 0) return this.#refuse(`${scope} requests`, leftMs);
    }
    return undefined;
  }

  /** Why {@link beginAnswer} would refuse one more. */
  answersExcessOf(caller: Caller): LimitExceeded | undefined {
    const scope = SCOPES.find((each) => (this.#answers.get(keyOf(each, caller)) ?? 0) >= this.options[each].answers);
    return scope === undefined ? undefined : this.#refuse(`${scope} answers at once`, ANSWER_RETRY_MS);
  }

  /**
   * Takes a place among the answers that the caller's key and tenant may have made at once; disposing gives it back.
   *
   * @throws {RateLimitedError} `RATE_LIMITED`
   */
  beginAnswer(caller: Caller): Disposable {
    const excess = this.answersExcessOf(caller);
    if (excess !== undefined) throw new RateLimitedError(excess);
    const owners = SCOPES.map((scope) => keyOf(scope, caller));
    for (const owner of owners) this.#answers.set(owner, (this.#answers.get(owner) ?? 0) + 1);
    return {
      [Symbol.dispose]: () => {
        for (const owner of owners) {
          const left = (this.#answers.get(owner) ?? 1) - 1;
          if (left === 0) this.#answers.delete(owner);
          else this.#answers.set(owner, left);
        }
      },
    };
  }

  /** Whether no language model may be asked for a caller any more; playbook answers cost no tokens. */
  async areModelTokensSpent(caller: Caller): Promise<boolean> {
    for (const scope of SCOPES) {
      // To count nothing tells where the counter stands.
      const state = await this.#tokens[scope]?.penalty(ownerOf(scope, caller), 0);
      if (state !== undefined && state.consumedPoints >= (this.options[scope].modelTokens ?? Infinity)) return true;
    }
    return false;
  }

  /** Counts tokens that were spent; they are spent, so nothing is refused. */
  async countModelTokens(caller: Caller, tokens: number): Promise<void> {
    for (const scope of SCOPES) await this.#tokens[scope]?.penalty(ownerOf(scope, caller), tokens);
  }

  async #consume(scope: Scope, caller: Caller, points: number): Promise<RateLimiterRes> {
    try {
      return await this.#requests[scope].consume(ownerOf(scope, caller), points);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      // Fewer of a batch might still find room.
      if (points === 1) this.#exhausted.set(keyOf(scope, caller), this.clock.now() + error.msBeforeNext);
      throw new RateLimitedError(this.#refuse(`${scope} requests`, error.msBeforeNext));
    }
  }

  #refuse(limit: string, retryAfterMs: number): LimitExceeded {
    this.#lastRefusedAt = this.clock.now();
    return { limit, retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)) };
  }
}

function keyOf(scope: Scope, caller: Caller): string {
  return `${scope}/${ownerOf(scope, caller)}`;
}

function ownerOf(scope: Scope, { tenant, subject }: Caller): string {
  return scope === 'tenant' ? tenant : `${tenant}/${subject}`;
}
