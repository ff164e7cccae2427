import { AppError, wholeNumber } from '../../core/index.js';
import { ModelBusyError, ModelFailedError, ModelReplyInvalidError } from './model.errors.js';
import { fieldsOf, isRecord } from './reply-events.js';

/** A call that the provider refused: its status, and the JSON of its body if there is any. */
export class RefusedCall extends Error {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly body: unknown,
  ) {
    super(`status ${status}`);
  }
}

/** Statuses of an overloaded or rate-limiting provider. */
const BUSY: ReadonlySet<number> = new Set([429, 529]);
const BUSY_NAMES: ReadonlySet<string> = new Set(['overloaded_error', 'rate_limit_error', 'rate_limit_exceeded']);

/** Maps any error of a call to an `AppError`; the provider's text remains only in `cause`. */
export function modelFault(error: unknown): AppError {
  const own = causeOf(error, AppError);
  if (own !== undefined) return own;
  const refused = refusedCallIn(error);
  if (refused !== undefined) return statusFault(refused.status, refused.body, refused.headers, refused);
  return new ModelFailedError('connection', true, { cause: error });
}

/** Maps an error that arrives within a reply. */
export function streamFault(body: unknown): AppError {
  const status = numbersIn(body).find((code) => code >= 400 && code < 600);
  const options = { cause: new Error('an error within the reply', { cause: body }) };
  if (status === undefined && !isBusy(body)) return new ModelFailedError('stream', true, options);
  return statusFault(status ?? 429, body, undefined, options.cause);
}

function statusFault(status: number, body: unknown, headers: Headers | undefined, cause: Error): AppError {
  if (BUSY.has(status) || isBusy(body)) {
    return new ModelBusyError(headers === undefined ? undefined : retryAfterMs(headers, Date.now()), { cause });
  }
  return new ModelFailedError(`status ${status}`, status >= 500 || status === 408, { cause });
}

const SECONDS = /^\d{1,15}(?:\.\d{1,9})?$/;
const DATE = /^[a-z]{3,9},? /i;

/**
 * Value of `retry-after-ms` or `retry-after` (seconds or a date), whole milliseconds; undefined if it is neither.
 *
 * @see RFC 9110, section 10.2.3
 */
export function retryAfterMs(headers: Headers, epochMs: number): number | undefined {
  const exact = secondsIn(headers.get('retry-after-ms'), 1);
  if (exact !== undefined) return exact;
  const text = headers.get('retry-after')?.trim() ?? '';
  return DATE.test(text) ? wholeNumber(Math.max(0, Date.parse(text) - epochMs)) : secondsIn(text, 1_000);
}

function secondsIn(text: string | null, unitMs: number): number | undefined {
  return text !== null && SECONDS.test(text.trim()) ? wholeNumber(Math.ceil(Number(text) * unitMs)) : undefined;
}

/** Ends of a reply that is not whole. */
const CUT_OFF =
  /^(?:length|(?:max_)?(?:output_|completion_|new_)?tokens?(?:_limit)?|token_limit|model_length|model_context_window_exceeded|pause_turn)$/;
const REFUSED = /^(?:content_?filter(?:ed)?|refusal|refused|safety|recitation|prohibited_content|blocklist|spii)$/;
const BROKEN = /^(?:error|abort(?:ed)?|cancell?ed|time_?out|timed_out|insufficient_system_resource)$/;

/**
 * Requires that a reply is whole. Providers spell a normal end in many ways; one that is unknown is a normal end, because
 * the text itself shows whether it can be used.
 *
 * @param reason   What the provider calls the end; undefined if it gave none.
 * @param isClosed Whether the reply has ended as its protocol says.
 * @throws {ModelReplyInvalidError | ModelFailedError}
 */
export function requireWhole(reason: string | undefined, isClosed: boolean): void {
  if (reason === undefined && !isClosed) throw new ModelFailedError('the stream broke off', true);
  const name = (reason ?? '').toLowerCase().replaceAll(/[\s-]+/g, '_');
  if (REFUSED.test(name)) throw new ModelReplyInvalidError('refused');
  if (CUT_OFF.test(name)) throw new ModelReplyInvalidError('truncated');
  if (BROKEN.test(name)) throw new ModelFailedError('the stream broke off', true);
}

/** The refusal behind an error of an SDK; undefined if it is another error. */
export function refusedCallIn(error: unknown): RefusedCall | undefined {
  return causeOf(error, RefusedCall);
}

/** An error of this kind, also one that an SDK or a transport has wrapped. */
function causeOf<E extends Error>(error: unknown, kind: abstract new (...values: never[]) => E): E | undefined {
  let inner: unknown = error;
  for (let depth = 0; depth < 4 && inner instanceof Error; depth++) {
    if (inner instanceof kind) return inner;
    inner = inner.cause;
  }
  return undefined;
}

function isBusy(body: unknown): boolean {
  return errorFieldsIn(body).some((name) => typeof name === 'string' && BUSY_NAMES.has(name));
}

function numbersIn(body: unknown): number[] {
  return errorFieldsIn(body)
    .map((code) => wholeNumber(code, 999))
    .filter((code) => code !== undefined);
}

/** `type`, `code` and `status` of an error and of the one within it. */
function errorFieldsIn(body: unknown): unknown[] {
  if (!isRecord(body)) return [];
  const { type, code, status, error } = body;
  return [type, code, status, ...(isRecord(error) ? [error['type'], error['code'], error['status']] : [])];
}

/** What a refusal says is wrong, as far as it names parameters; for comparison only, never shown. */
export function complaintIn(body: unknown): string {
  const { error, message, detail } = fieldsOf(body);
  const inner = isRecord(error) ? [error['param'], error['message']] : [error];
  const details = Array.isArray(detail) ? detail.flatMap(fieldErrorIn) : [detail];
  return [...inner, message, ...details]
    .filter((part) => typeof part === 'string')
    .join(' ')
    .slice(0, 2_000);
}

/** An error of a validator, as FastAPI reports it. */
function fieldErrorIn(detail: unknown): unknown[] {
  const { loc, msg } = fieldsOf(detail);
  return [...(Array.isArray(loc) ? (loc as unknown[]) : []), msg];
}
