import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

import type { Caller } from '../common/index.js';

import { RateLimitedError } from './access.errors.js';

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

/** Counts what callers ask for, and refuses what is too much: the same counters for every face. */
export class Limits {
  readonly #requests: Readonly<Record<Scope, RateLimiterAbstract>>;
  readonly #tokens: Partial<Record<Scope, RateLimiterAbstract>> = {};
  /** Answers being made, by scope and owner. */
  readonly #answers = new Map<string, number>();

  constructor(
    private readonly options: LimitsOptions,
    counter: CounterFactory,
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
      const { remainingPoints, msBeforeNext } = await consume(
        this.#requests[scope],
        scope,
        'requests',
        caller,
        requests,
      );
      states.push({ scope, quota: this.options[scope].requests, remaining: remainingPoints, resetMs: msBeforeNext });
    }
    return states;
  }

  /**
   * Takes a place among the answers that the caller's key and tenant may have made at once; disposing gives it back.
   *
   * @throws {RateLimitedError} `RATE_LIMITED`
   */
  beginAnswer(caller: Caller): Disposable {
    const owners = SCOPES.map((scope) => ({ scope, owner: `${scope}/${ownerOf(scope, caller)}` }));
    for (const { scope, owner } of owners) {
      if ((this.#answers.get(owner) ?? 0) >= this.options[scope].answers) {
        throw new RateLimitedError(`${scope} answers at once`, ANSWER_RETRY_MS);
      }
    }
    for (const { owner } of owners) this.#answers.set(owner, (this.#answers.get(owner) ?? 0) + 1);
    return {
      [Symbol.dispose]: () => {
        for (const { owner } of owners) {
          const left = (this.#answers.get(owner) ?? 1) - 1;
          if (left === 0) this.#answers.delete(owner);
          else this.#answers.set(owner, left);
        }
      },
    };
  }

  /**
   * Whether a language model may still be asked for a caller; playbook answers cost no tokens.
   *
   * @throws {RateLimitedError} `RATE_LIMITED`
   */
  async requireModelTokens(caller: Caller): Promise<void> {
    for (const scope of SCOPES) {
      // To count nothing tells where the counter stands.
      const state = await this.#tokens[scope]?.penalty(ownerOf(scope, caller), 0);
      if (state === undefined || state.consumedPoints < (this.options[scope].modelTokens ?? Infinity)) continue;
      throw new RateLimitedError(`${scope} model tokens`, Math.max(1, state.msBeforeNext));
    }
  }

  /** Counts tokens that were spent; they are spent, so nothing is refused. */
  async countModelTokens(caller: Caller, tokens: number): Promise<void> {
    for (const scope of SCOPES) await this.#tokens[scope]?.penalty(ownerOf(scope, caller), tokens);
  }
}

async function consume(counter: RateLimiterAbstract, scope: Scope, what: string, caller: Caller, points: number) {
  try {
    return await counter.consume(ownerOf(scope, caller), points);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new RateLimitedError(`${scope} ${what}`, Math.max(1, error.msBeforeNext));
  }
}

function ownerOf(scope: Scope, { tenant, subject }: Caller): string {
  return scope === 'tenant' ? tenant : `${tenant}/${subject}`;
}
