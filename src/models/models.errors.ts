import { AppError } from '../core/index.js';

/** A model provider asks to be left alone for a while (429, 529). */
export class ModelBusyError extends AppError {
  readonly code = 'MODEL_BUSY';

  constructor(
    /** What it asked for, or undefined when it did not say. */
    readonly retryAfterMs: number | undefined,
    options?: ErrorOptions,
  ) {
    super('the model is busy', options);
  }
}

/** A model cannot be reached, failed, or broke off. */
export class ModelFailedError extends AppError {
  readonly code = 'MODEL_FAILED';

  constructor(
    readonly what: string,
    /** Whether another attempt could fare better. */
    readonly isTransient: boolean,
    options?: ErrorOptions,
  ) {
    super(`the model failed: ${what}`, options);
  }
}

/** A model answered, with something that cannot be shown: refused, cut off, or not in the form asked for. */
export class ModelReplyInvalidError extends AppError {
  readonly code = 'MODEL_REPLY_INVALID';

  constructor(readonly why: 'refused' | 'truncated' | 'malformed' | 'too_long') {
    super(`the reply of the model is ${why.replace('_', ' ')}`);
  }
}

/** Every endpoint of a backend is ejected or resting. */
export class ModelUnavailableError extends AppError {
  readonly code = 'MODEL_UNAVAILABLE';

  constructor(
    readonly backend: string,
    readonly retryAfterMs: number,
  ) {
    super(`no endpoint of backend "${backend}" may be called for ${Math.ceil(retryAfterMs)} ms`);
  }
}

/** The caller has spent what it may on language models. */
export class ModelQuotaExceededError extends AppError {
  readonly code = 'MODEL_QUOTA_EXCEEDED';

  constructor() {
    super('the tokens of language models are spent');
  }
}
