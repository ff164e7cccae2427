import { AppError } from '../../core/index.js';

/** A model provider rejects calls for a while (429, 529). */
export class ModelBusyError extends AppError {
  readonly code = 'MODEL_BUSY';

  constructor(
    /** As the provider says; undefined if it does not. */
    readonly retryAfterMs: number | undefined,
    options?: ErrorOptions,
  ) {
    super('the model is busy', options);
  }
}

/** A model is unreachable, failed, or its reply broke off. */
export class ModelFailedError extends AppError {
  readonly code = 'MODEL_FAILED';

  constructor(
    readonly what: string,
    /** Whether another attempt may succeed. */
    readonly isTransient: boolean,
    options?: ErrorOptions,
  ) {
    super(`the model failed: ${what}`, options);
  }
}

/** A model's reply cannot be used: refused, cut off, too long, or not in the requested form. */
export class ModelReplyInvalidError extends AppError {
  readonly code = 'MODEL_REPLY_INVALID';

  constructor(readonly reason: 'refused' | 'truncated' | 'malformed' | 'too_long') {
    super(`the reply of the model is ${reason.replace('_', ' ')}`);
  }
}

/** Every endpoint of a backend is ejected or cooling down. */
export class ModelUnavailableError extends AppError {
  readonly code = 'MODEL_UNAVAILABLE';

  constructor(
    readonly backend: string,
    readonly retryAfterMs: number,
  ) {
    super(`no endpoint of backend "${backend}" may be called for ${Math.ceil(retryAfterMs)} ms`);
  }
}

/** The caller has spent its quota of model tokens. */
export class ModelQuotaExceededError extends AppError {
  readonly code = 'MODEL_QUOTA_EXCEEDED';

  constructor() {
    super('the quota of model tokens is exceeded');
  }
}
