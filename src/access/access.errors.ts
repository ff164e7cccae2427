import { AppError } from '../core/index.js';

/** The caller did not show a key or token, or showed one that is not good any more or never was. */
export class UnauthenticatedError extends AppError {
  readonly code = 'UNAUTHENTICATED';

  constructor() {
    super('show a key: "Authorization: Bearer <key>"');
  }
}

/** The caller is known, but may not do this. */
export class NotEntitledError extends AppError {
  readonly code = 'NOT_ENTITLED';

  constructor(readonly entitlement: string) {
    super(`this needs the entitlement "${entitlement}"`);
  }
}

/** Whoever issues tokens cannot be asked for its keys; it is likely to pass. */
export class JwksUnavailableError extends AppError {
  readonly code = 'JWKS_UNAVAILABLE';

  constructor(
    /** When trying again is worth it, milliseconds from now. */
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super('the keys of the token issuer cannot be had', options);
  }
}

/** The caller, or its tenant, asks for more than it may. */
export class RateLimitedError extends AppError {
  static readonly CODE = 'RATE_LIMITED';
  readonly code = RateLimitedError.CODE;

  constructor(readonly excess: LimitExceeded) {
    super(RateLimitedError.messageOf(excess));
  }

  static messageOf({ limit }: LimitExceeded): string {
    return `the limit of ${limit} is reached`;
  }
}

/** What of a caller is too much; plain data, because there may be thousands a second. */
export interface LimitExceeded {
  /** Which limit: `key requests`, for example. */
  readonly limit: string;
  /** When there is room again, milliseconds from now. */
  readonly retryAfterMs: number;
}

/** No such API key, as far as this caller may know. */
export class KeyNotFoundError extends AppError {
  readonly code = 'KEY_NOT_FOUND';

  constructor(readonly keyId: string) {
    super(`there is no key ${keyId}`);
  }
}

/** An `Idempotency-Key` came before with another request. */
export class IdempotencyKeyReusedError extends AppError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';

  constructor() {
    super('this Idempotency-Key was used for another request');
  }
}

/** The first request with this `Idempotency-Key` is still being worked on. */
export class RequestInProgressError extends AppError {
  readonly code = 'REQUEST_IN_PROGRESS';
  /** When trying again is worth it, milliseconds from now. */
  readonly retryAfterMs = 1_000;

  constructor() {
    super('the first request with this Idempotency-Key is still being worked on');
  }
}
