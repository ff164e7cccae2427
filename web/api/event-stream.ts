import { send, type RequestOptions } from './client.js';
import { OfflineError, ProblemError, isAbort } from './problem.js';

/** One server-sent event. */
export interface ServerEvent {
  /** Empty where the server gave none. */
  readonly id: string;
  readonly type: string;
  /** Parsed JSON. */
  readonly data: unknown;
}

/** Waits between attempts to reconnect, milliseconds; the last one repeats. */
const RECONNECT_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** A server pings at least this often; a silence beyond it is a lost connection, milliseconds. */
const MAX_SILENCE_MS = 45_000;
/** Characters of one event. */
const MAX_EVENT_LENGTH = 4_194_304;

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Id of the last event that was received before. */
  readonly lastEventId?: string;
  readonly onEvent: (event: ServerEvent) => void;
  /** Called when the connection is lost (`attempt` from 1) and when it is back (0). */
  readonly onConnection?: (attempt: number) => void;
  /** Whether the stream has ended for good with this event: nothing is reconnected then. */
  readonly isLast: (event: ServerEvent) => boolean;
}

/** Reads the events of a reply until it ends. */
export async function* eventsOf(response: Response, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const reader = (response.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>())
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let buffer = '';
  try {
    for (;;) {
      const { done, value } = await beforeSilence(reader.read(), signal);
      if (done) return;
      buffer += value.replaceAll('\r', '');
      let end: number;
      while ((end = buffer.indexOf('\n\n')) !== -1) {
        const event = parse(buffer.slice(0, end));
        buffer = buffer.slice(end + 2);
        if (event !== undefined) yield event;
      }
      if (buffer.length > MAX_EVENT_LENGTH) throw new OfflineError('an event does not end');
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/**
 * Follows a stream, and resumes it after its last event when the connection is lost, until `isLast` or `signal`.
 *
 * @param path  Where it is resumed; a function is called then.
 * @param first A reply that streams already.
 * @throws {ProblemError} what the service refuses, at once or when the stream is resumed.
 */
export async function follow(path: string | (() => string), options: FollowOptions, first?: Response): Promise<void> {
  const { signal, onEvent, onConnection, isLast } = options;
  let lastEventId = options.lastEventId ?? '';
  let attempt = 0;
  let response = first;
  for (;;) {
    try {
      response ??= await send(
        'GET',
        typeof path === 'string' ? path : path(),
        undefined,
        streamOptions(signal, lastEventId),
      );
      if (attempt > 0) onConnection?.(0);
      attempt = 0;
      for await (const event of eventsOf(response, signal)) {
        if (event.id !== '') lastEventId = event.id;
        onEvent(event);
        if (isLast(event)) return;
      }
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      if (error instanceof ProblemError && error.problem.status < 500) throw error;
    }
    response = undefined;
    attempt++;
    onConnection?.(attempt);
    await pause(RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length) - 1] ?? 0, signal);
    if (signal.aborted) return;
  }
}

/** What a request for a stream is sent with. */
export function streamOptions(signal: AbortSignal, lastEventId = ''): RequestOptions {
  const resume = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
  return { signal, headers: { accept: 'text/event-stream', ...resume } };
}

function parse(block: string): ServerEvent | undefined {
  let id = '';
  let type = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (line.startsWith('id:')) id = value;
    else if (line.startsWith('event:')) type = value;
    else if (line.startsWith('data:')) data.push(value);
  }
  if (data.length === 0) return undefined;
  try {
    return { id, type, data: JSON.parse(data.join('\n')) as unknown };
  } catch {
    return undefined;
  }
}

async function beforeSilence<T>(read: Promise<T>, signal: AbortSignal): Promise<T> {
  const silence = Promise.withResolvers<never>();
  const abort = () => silence.reject(new DOMException('stopped', 'AbortError'));
  const timer = setTimeout(() => silence.reject(new OfflineError('silence')), MAX_SILENCE_MS);
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) abort();
    return await Promise.race([read, silence.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** Ends early when the browser is back online, or with `signal`. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, ms);
  const end = () => over.resolve();
  addEventListener('online', end, { once: true });
  signal.addEventListener('abort', end, { once: true });
  await over.promise;
  clearTimeout(timer);
  removeEventListener('online', end);
  signal.removeEventListener('abort', end);
}
