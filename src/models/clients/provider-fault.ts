import { AppError } from '../../core/index.js';
import { ModelBusyError, ModelFailedError, ModelReplyInvalidError } from './model.errors.js';

/** The common part of the errors of both SDKs. */
interface ProviderError {
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
  /** Body of the error; within a stream its only content. */
  readonly error?: unknown;
}

/** Statuses of an overloaded or rate-limiting provider. */
const BUSY: ReadonlySet<number> = new Set([429, 529]);
const BUSY_NAMES: ReadonlySet<string> = new Set(['overloaded_error', 'rate_limit_error', 'rate_limit_exceeded']);

/** Maps any error of a model SDK or its transport to an `AppError`; the provider's text remains only in `cause`. */
export function modelFault(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const own = causeOf(error);
  if (own !== undefined) return own;
  if (error instanceof SyntaxError) return new ModelReplyInvalidError('malformed');
  const { status, headers, error: body } = (typeof error === 'object' && error !== null ? error : {}) as ProviderError;
  const options = { cause: error };
  if (status === undefined && body === undefined) return new ModelFailedError('connection', true, options);
  if (BUSY.has(status ?? 0) || namesIn(body).some((name) => BUSY_NAMES.has(name))) {
    return new ModelBusyError(headers === undefined ? undefined : retryAfterMs(headers, Date.now()), options);
  }
  if (status === undefined) return new ModelFailedError('stream', true, options);
  return new ModelFailedError(`status ${status}`, status >= 500 || status === 408, options);
}

/**
 * Value of `retry-after-ms` or `retry-after` (seconds or a date), milliseconds.
 *
 * @see RFC 9110, section 10.2.3
 */
export function retryAfterMs(headers: Headers, epochMs: number): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  const ms = Number.isNaN(seconds) ? Date.parse(text) - epochMs : seconds * 1_000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** An `AppError` that an SDK has wrapped. */
function causeOf(error: unknown): AppError | undefined {
  let inner: unknown = error;
  for (let depth = 0; depth < 4 && inner instanceof Error; depth++) {
    inner = inner.cause;
    if (inner instanceof AppError) return inner;
  }
  return undefined;
}

/** `type` and `code` in the body of an error. */
function namesIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const { type, code, error } = body as { readonly type?: unknown; readonly code?: unknown; readonly error?: unknown };
  return [type, code].filter((name) => typeof name === 'string').concat(namesIn(error));
}
