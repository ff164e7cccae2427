import { OfflineError, ProblemError, isAbort, problemOf } from './problem.js';
import { apiKey, isKeyNeeded, isKeyRefused } from './session.js';

/** Longest wait for the first byte of a reply that is no answer, milliseconds. */
const REPLY_TIMEOUT_MS = 20_000;

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the request survives the page. */
  readonly keepalive?: boolean;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/**
 * Sends a request with the key of this tab.
 *
 * @throws {ProblemError} what the service refuses.
 * @throws {OfflineError} if it cannot be reached.
 */
export async function send(
  method: Method,
  path: string,
  body?: object,
  options: RequestOptions = {},
): Promise<Response> {
  const key = apiKey.peek();
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.keepalive === true ? { keepalive: true } : {}),
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new OfflineError(error);
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  // Of the key that was sent; another may have been set since.
  if (problem.code === 'UNAUTHENTICATED' && key === apiKey.peek()) {
    isKeyRefused.value = key !== undefined;
    isKeyNeeded.value = true;
  }
  throw new ProblemError(problem);
}

async function message<T>(method: Method, path: string, body?: object, options: RequestOptions = {}): Promise<T> {
  const timeout = AbortSignal.timeout(REPLY_TIMEOUT_MS);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  try {
    const response = await send(method, path, body, { ...options, signal });
    return (response.status === 204 ? undefined : await response.json()) as T;
  } catch (error) {
    if (timeout.aborted && options.signal?.aborted !== true) throw new OfflineError(error);
    throw error;
  }
}

/** The public API, in the way other programs call it. Names of types are in `contract.ts`. */
export const api = {
  get: <T>(path: string, options?: RequestOptions) => message<T>('GET', path, undefined, options),
  post: <T>(path: string, body: object, options?: RequestOptions) => message<T>('POST', path, body, options),
  patch: <T>(path: string, body: object, options?: RequestOptions) => message<T>('PATCH', path, body, options),
  remove: (path: string, options?: RequestOptions) => message<void>('DELETE', path, undefined, options),
};
