import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

import type { AppConfig } from '../config/index.js';
import { wholeNumber, type Caller, type Clock, type ModelAllowance } from '../core/index.js';

import { RateLimitedError, type LimitExceeded } from './access.errors.js';

/** State of one limit after a request. */
export interface LimitState {
  readonly scope: Scope;
  readonly quota: number;
  readonly remaining: number;
  /** Until the window ends, milliseconds. */
  readonly resetMs: number;
}

type Scope = 'key' | 'tenant';

/** Makes a counter for a window, in memory or shared. */
export type CounterFactory = (name: string, points: number, windowSeconds: number) => RateLimiterAbstract;

export const memoryCounter: CounterFactory = (name, points, duration) =>
  new RateLimiterMemory({ keyPrefix: name, points, duration });

const SCOPES = ['key', 'tenant'] as const;
/** When to retry beyond the limit of answers in progress, milliseconds; an answer takes seconds at most. */
const ANSWER_RETRY_MS = 1_000;
/** Maximum of exhausted keys and tenants remembered. */
const MAX_EXHAUSTED = 10_000;
/** How long after a rejection the next one is likely, milliseconds. */
const REFUSING_MEMORY_MS = 250;

/** Counts requests, answers in progress and model tokens of callers: the same counters for every endpoint. */
export class Limits {
  #requests: Readonly<Record<Scope, RateLimiterAbstract>>;
  #tokens: Partial<Record<Scope, RateLimiterAbstract>>;
  /** Answers in progress, by scope and owner. */
  readonly #answers = new Map<string, number>();
  /** When the window of an exhausted owner ends, monotonic milliseconds. */
  readonly #exhausted = new LRUCache<string, number>({ max: MAX_EXHAUSTED });
  #lastRefusedAt = -Infinity;

  constructor(
    private options: LimitOptions,
    private readonly counter: CounterFactory,
    private readonly clock: Clock,
    /** The anonymous caller, where it has no limits. */
    private exempt?: Caller,
  ) {
    this.#requests = requestCounters(options, counter);
    this.#tokens = tokenCounters(options, counter);
  }

  /** Follows other limits; windows of counters in memory begin anew. */
  change(options: LimitOptions, exempt: Caller | undefined): void {
    this.exempt = exempt;
    if (JSON.stringify(options) === JSON.stringify(this.options)) return;
    this.options = options;
    this.#requests = requestCounters(options, this.counter);
    this.#tokens = tokenCounters(options, this.counter);
    this.#exhausted.clear();
  }

  /** The limits of a caller; undefined for none. */
  of(caller: Caller): this | undefined {
    return caller === this.exempt ? undefined : this;
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

  /** Whether a caller was rejected just now: then checking limits before anything else pays. */
  get areRefusing(): boolean {
    return this.clock.now() - this.#lastRefusedAt < REFUSING_MEMORY_MS;
  }

  /** The limit at which {@link countRequests} would reject one more request, if known without counting. */
  requestsExcessOf(caller: Caller): LimitExceeded | undefined {
    for (const scope of SCOPES) {
      const leftMs = (this.#exhausted.get(keyOf(scope, caller)) ?? 0) - this.clock.now();
      if (leftMs > 0) return this.#refuseRequest(scope, leftMs);
    }
    return undefined;
  }

  /** The limit at which {@link beginAnswer} would reject one more answer. */
  answersExcessOf(caller: Caller): LimitExceeded | undefined {
    const scope = SCOPES.find((each) => (this.#answers.get(keyOf(each, caller)) ?? 0) >= this.options[each].answers);
    if (scope === undefined) return undefined;
    return this.#refuse({
      limit: `${scope} answers at once`,
      quota: this.options[scope].answers,
      retryAfterMs: ANSWER_RETRY_MS,
    });
  }

  /**
   * Takes one of the slots for answers in progress of the caller's key and tenant, until it is disposed.
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

  /** The model tokens of a caller; undefined for no limit. */
  modelTokens(caller: Caller): ModelAllowance | undefined {
    if (caller === this.exempt) return undefined;
    return {
      areSpent: () => this.areModelTokensSpent(caller),
      spend: (tokens) => void this.countModelTokens(caller, tokens).catch(() => undefined),
    };
  }

  /** Whether the caller has used all of its model tokens; playbook answers need none. */
  async areModelTokensSpent(caller: Caller): Promise<boolean> {
    for (const scope of SCOPES) {
      // A penalty of 0 reads the counter.
      const state = await this.#tokens[scope]?.penalty(ownerOf(scope, caller), 0);
      if (state !== undefined && state.consumedPoints >= (this.options[scope].modelTokens ?? Infinity)) return true;
    }
    return false;
  }

  /** Counts tokens that a model call has used. */
  async countModelTokens(caller: Caller, tokens: number): Promise<void> {
    for (const scope of SCOPES) await this.#tokens[scope]?.penalty(ownerOf(scope, caller), tokens);
  }

  async #consume(scope: Scope, caller: Caller, points: number): Promise<RateLimiterRes> {
    try {
      return await this.#requests[scope].consume(ownerOf(scope, caller), points);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      // A smaller batch may still fit.
      if (points === 1) this.#exhausted.set(keyOf(scope, caller), this.clock.now() + error.msBeforeNext);
      throw new RateLimitedError(this.#refuseRequest(scope, error.msBeforeNext));
    }
  }

  #refuseRequest(scope: Scope, leftMs: number): LimitExceeded {
    const { windowSeconds } = this.options;
    // A limit that is shared counts in Redis, where a counter may have lost its end.
    const retryAfterMs = Math.max(1, wholeNumber(Math.ceil(leftMs)) ?? windowSeconds * 1_000);
    return this.#refuse({
      limit: `${scope} requests`,
      quota: this.options[scope].requests,
      windowSeconds,
      retryAfterMs,
    });
  }

  #refuse(excess: LimitExceeded): LimitExceeded {
    this.#lastRefusedAt = this.clock.now();
    return excess;
  }
}

type LimitOptions = NonNullable<AppConfig['access']['limits']>;

function requestCounters({ windowSeconds, key, tenant }: LimitOptions, counter: CounterFactory) {
  return {
    key: counter('requests:key', key.requests, windowSeconds),
    tenant: counter('requests:tenant', tenant.requests, windowSeconds),
  };
}

function tokenCounters(options: LimitOptions, counter: CounterFactory): Partial<Record<Scope, RateLimiterAbstract>> {
  const counted = SCOPES.flatMap((scope) => {
    const { modelTokens } = options[scope];
    return modelTokens === undefined ? [] : [[scope, counter(`tokens:${scope}`, modelTokens, options.windowSeconds)]];
  });
  return Object.fromEntries(counted);
}

function keyOf(scope: Scope, caller: Caller): string {
  return `${scope}/${ownerOf(scope, caller)}`;
}

function ownerOf(scope: Scope, { tenant, subject }: Caller): string {
  return scope === 'tenant' ? tenant : `${tenant}/${subject}`;
}
