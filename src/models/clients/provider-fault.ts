import { AppError } from '../../core/index.js';
import { ModelBusyError, ModelFailedError, ModelReplyInvalidError } from '../models.errors.js';

/** What the errors of both SDKs have in common. */
interface ProviderError {
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
  /** Body of the error; over a stream its only content. */
  readonly error?: unknown;
}

/** Statuses by which a provider says that it has too much to do. */
const BUSY: ReadonlySet<number> = new Set([429, 529]);
const BUSY_NAMES: ReadonlySet<string> = new Set(['overloaded_error', 'rate_limit_error', 'rate_limit_exceeded']);

/** Any error of a model SDK or its transport, as one of ours; nothing of the provider's text is kept but as `cause`. */
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
 * What `retry-after-ms` or `retry-after` (seconds or a date) asks for, milliseconds.
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

/** One of our own errors under what an SDK has wrapped around it. */
function causeOf(error: unknown): AppError | undefined {
  let inner: unknown = error;
  for (let depth = 0; depth < 4 && inner instanceof Error; depth++) {
    inner = inner.cause;
    if (inner instanceof AppError) return inner;
  }
  return undefined;
}

/** What the body of an error calls itself, by `type` and `code`. */
function namesIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const { type, code, error } = body as { readonly type?: unknown; readonly code?: unknown; readonly error?: unknown };
  return [type, code].filter((name) => typeof name === 'string').concat(namesIn(error));
}
