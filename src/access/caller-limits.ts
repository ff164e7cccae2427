import type { Caller, ModelAllowance } from '../core/index.js';

import type { Limits } from './limits.js';

/** The limits of a caller; the anonymous one may have none. */
export class CallerLimits {
  constructor(
    private readonly limits: Limits,
    private readonly options: { readonly areForAnonymous: boolean },
    private readonly anonymous: Caller,
  ) {}

  /** The limits of a caller; undefined for none. */
  of(caller: Caller): Limits | undefined {
    return caller === this.anonymous && !this.options.areForAnonymous ? undefined : this.limits;
  }

  /** Whether a caller was rejected just now. */
  get areRefusing(): boolean {
    return this.limits.areRefusing;
  }

  /** The model tokens of a caller; undefined for no limit. */
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
   * Takes one of the caller's slots for answers in progress, until it is disposed.
   *
   * @throws {RateLimitedError} `RATE_LIMITED`
   */
  beginAnswer(caller: Caller): Disposable | undefined {
    return this.of(caller)?.beginAnswer(caller);
  }
}
