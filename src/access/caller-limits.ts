import type { Caller, ModelAllowance } from '../core/index.js';

import type { Limits } from './limits.js';

/** Which limits a caller has: the anonymous one may have none. */
export class CallerLimits {
  constructor(
    private readonly limits: Limits,
    private readonly options: { readonly areForAnonymous: boolean },
    private readonly anonymous: Caller,
  ) {}

  /** The limits that count for a caller; undefined if none do. */
  of(caller: Caller): Limits | undefined {
    return caller === this.anonymous && !this.options.areForAnonymous ? undefined : this.limits;
  }

  /** Whether callers have been refused a moment ago. */
  get areRefusing(): boolean {
    return this.limits.areRefusing;
  }

  /** What a caller may still spend on language models; undefined where nothing limits it. */
  modelTokens(caller: Caller): ModelAllowance | undefined {
    const limits = this.of(caller);
    return limits === undefined
      ? undefined
      : {
          areSpent: () => limits.areModelTokensSpent(caller),
          spend: (tokens) => void limits.countModelTokens(caller, tokens).catch(() => undefined),
        };
  }

  /**
   * Takes a place among the answers that a caller may have made at once; disposing gives it back.
   *
   * @throws {RateLimitedError} `RATE_LIMITED`
   */
  beginAnswer(caller: Caller): Disposable | undefined {
    return this.of(caller)?.beginAnswer(caller);
  }
}
