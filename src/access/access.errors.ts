import { AppError } from '../core/index.js';

/** The request has no key or token, or an invalid one. */
export class UnauthenticatedError extends AppError {
  readonly code = 'UNAUTHENTICATED';

  constructor(wrong: keyof typeof UNAUTHENTICATED = 'missing') {
    super(UNAUTHENTICATED[wrong]);
  }
}

const UNAUTHENTICATED = {
  missing: 'a key or token is required: "Authorization: Bearer <key>"',
  scheme: 'the header Authorization is not of the form "Bearer <key>"',
  invalid: 'the key or token is not valid: it is unknown, revoked or expired',
} as const;

/** The caller lacks an entitlement. */
export class NotEntitledError extends AppError {
  readonly code = 'NOT_ENTITLED';

  constructor(readonly entitlement: string) {
    super(`the entitlement "${entitlement}" is required`);
  }
}

/** The JWKS of the token issuer is unavailable; likely to pass. */
export class JwksUnavailableError extends AppError {
  readonly code = 'JWKS_UNAVAILABLE';

  constructor(
    /** When trying again is worth it, milliseconds from now. */
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super('the keys of the token issuer (JWKS) are unavailable', options);
  }
}

/** The caller, or its tenant, exceeds a limit. */
export class RateLimitedError extends AppError {
  static readonly CODE = 'RATE_LIMITED';
  readonly code = RateLimitedError.CODE;

  constructor(readonly excess: LimitExceeded) {
    super(RateLimitedError.messageOf(excess));
  }

  static messageOf({ limit }: LimitExceeded): string {
    return `the limit of ${limit} is exceeded`;
  }
}

/** Which limit a caller exceeds; plain data, because there may be thousands a second. */
export interface LimitExceeded {
  /** Which limit: `key requests`, for example. */
  readonly limit: string;
  /** Of what that limit allows at most. */
  readonly quota: number;
  /** The window that it is counted in, seconds; undefined for a limit of what goes on at once. */
  readonly windowSeconds?: number;
  /** When a request fits the limit again, milliseconds from now. */
  readonly retryAfterMs: number;
}

/** No such API key among those that the caller may see. */
export class KeyNotFoundError extends AppError {
  readonly code = 'KEY_NOT_FOUND';

  constructor(readonly keyId: string) {
    super(`API key ${keyId} not found`);
  }
}

/** The `Idempotency-Key` was used for another request. */
export class IdempotencyKeyReusedError extends AppError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';

  constructor() {
    super('this Idempotency-Key was used for another request');
  }
}

/** The first request with this `Idempotency-Key` has not completed. */
export class RequestInProgressError extends AppError {
  readonly code = 'REQUEST_IN_PROGRESS';
  /** When trying again is worth it, milliseconds from now. */
  readonly retryAfterMs = 1_000;

  constructor() {
    super('the first request with this Idempotency-Key is still in progress');
  }
}
