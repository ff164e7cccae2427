import {
  isInitializeRequest,
  isJSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/client';
import { Pool, type Dispatcher } from 'undici';

import type { HttpServerConfig } from '../../config/index.js';
import { Deadline, traceHeaders, type CancelTimer, type Clock } from '../../core/index.js';

import { eventsOf } from './event-stream.js';
import { isRecord } from './json.js';
import { ServerCutOffError, SessionLostError } from './mcp.errors.js';
import { cutOffTooLarge, PeerMessages } from './peer-messages.js';

type SendOptions = NonNullable<Parameters<Transport['send']>[1]>;
type Reply = Dispatcher.ResponseData;

export interface HttpTransportOptions extends Pick<
  HttpServerConfig,
  'url' | 'headers' | 'maxResultBytes' | 'connectTimeoutMs'
> {
  /** Configured id of the server, for errors. */
  readonly server: string;
  /** Sockets open at once. */
  readonly connections: number;
}

/** JSON-RPC, implementation-defined error: the transport failed on the server's side. */
const REPLY_BROKE_OFF = -32_000;
/** How servers answer for a session that they do not know. */
const SESSION_UNKNOWN: ReadonlySet<number> = new Set([400, 404, 410]);
/** Redirects that repeat the request as it is. */
const REDIRECTS: ReadonlySet<number> = new Set([307, 308]);
const MAX_REDIRECTS = 3;
/** A stream may stay open for so long after its answer, so that its socket can be used again, milliseconds. */
const STREAM_END_MS = 1_000;
const CLOSE_MS = 500;

/**
 * Streamable HTTP over a pool of warm sockets, in either version of the protocol.
 *
 * Bodies are bounded while they arrive, a reply that breaks off fails its call at once, and canceling a call closes its
 * socket. The stream for messages without a request is not opened: nothing here reads them, and it would take a socket
 * for every session. A broken reply is a failed call; retries are decided by `ToolCaller`.
 */
export class HttpTransport implements Transport {
  readonly hasPerRequestStream = true;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  sessionId?: string;
  readonly #pool: Pool;
  readonly #target: URL;
  readonly #messages: PeerMessages;
  #protocolVersion: string | undefined;
  #isClosed = false;
  /** Requests in flight; aborting one closes its socket. */
  readonly #waiting = new Map<RequestId, AbortController>();

  constructor(
    private readonly options: HttpTransportOptions,
    private readonly clock: Clock,
  ) {
    const { server, url, connectTimeoutMs, connections } = options;
    this.#target = new URL(url);
    this.#pool = new Pool(this.#target.origin, { connections, connect: { timeout: connectTimeoutMs } });
    this.#messages = new PeerMessages(server, clock);
  }

  setProtocolVersion(version: string): void {
    this.#protocolVersion = version;
  }

  async start(): Promise<void> {
    // Sockets open with the first request.
  }

  /** @throws {SdkHttpError | SessionLostError | ResultTooLargeError | ServerCutOffError | SyntaxError} for a bad reply. */
  async send(message: JSONRPCMessage, options: SendOptions = {}): Promise<void> {
    if (isJSONRPCRequest(message)) return this.#request(message, options);
    this.#messages.sent(message);
    try {
      const reply = await this.#post(message, {});
      if (reply.statusCode >= 300) await this.#reject(reply, message);
      await reply.body.dump();
    } finally {
      if ('method' in message && message.method === 'notifications/cancelled') {
        this.#abandon(message.params?.['requestId'] as RequestId);
      }
    }
  }

  /** Ends the session on the server, as far as it answers in time, and closes every socket. */
  async close(): Promise<void> {
    const { sessionId } = this;
    if (sessionId !== undefined && !this.#isClosed) {
      using grace = Deadline.after(this.clock, CLOSE_MS);
      const ended = this.#exchange('DELETE', this.#headers()).then(({ body }) => body.dump());
      await grace.wait(ended).catch(() => undefined);
    }
    this.#closed();
    await this.#pool.destroy();
  }

  async #request(message: JSONRPCRequest, { headers, requestSignal }: SendOptions): Promise<void> {
    const { id } = message;
    const controller = new AbortController();
    this.#waiting.set(id, controller);
    this.#messages.sent(message);
    requestSignal?.addEventListener('abort', () => this.#abandon(id), { once: true });
    try {
      const reply = await this.#post(message, { headers, signal: controller.signal });
      if (isInitializeRequest(message)) this.#beginSession(reply);
      if (reply.statusCode >= 300) await this.#reject(reply, message);
      else await this.#read(reply, id);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (error instanceof ServerCutOffError) this.#cut(error);
      throw error;
    } finally {
      this.#waiting.delete(id);
      this.#messages.forget(id);
    }
  }

  #beginSession({ headers }: Reply): void {
    const id = headers['mcp-session-id'];
    if (typeof id === 'string') this.sessionId = id;
  }

  async #read(reply: Reply, id: RequestId): Promise<void> {
    let isAnswered = false;
    const deliver = (value: unknown) => {
      const message = this.#messages.receive(value);
      if (message === undefined) return;
      isAnswered ||= 'id' in message && message.id === id && !('method' in message);
      this.onmessage?.(message);
    };
    const type = String(reply.headers['content-type']).split(';')[0]?.trim().toLowerCase();
    if (type === 'application/json') {
      const value: unknown = JSON.parse(await this.#text(reply));
      for (const one of Array.isArray(value) ? value : [value]) deliver(one);
    } else if (type === 'text/event-stream') {
      await this.#readEvents(reply, (value) => {
        deliver(value);
        return isAnswered;
      });
    } else {
      await reply.body.dump();
      if (reply.statusCode === 200) {
        throw new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, `Unexpected content type: ${type}`);
      }
    }
    if (isAnswered) return;
    this.onmessage?.({
      jsonrpc: '2.0',
      id,
      error: { code: REPLY_BROKE_OFF, message: 'the reply broke off before its result' },
    });
  }

  /** @param deliver Returns whether the request has been answered. */
  async #readEvents(reply: Reply, deliver: (value: unknown) => boolean): Promise<void> {
    let cancelTimer: CancelTimer | undefined;
    try {
      for await (const data of eventsOf(this.#bounded(reply), this.options.maxResultBytes)) {
        const isAnswered = deliver(parse(data));
        if (isAnswered) cancelTimer ??= this.clock.schedule(STREAM_END_MS, () => void reply.body.destroy());
      }
    } catch (error) {
      if (cancelTimer === undefined || error instanceof ServerCutOffError) throw error;
    } finally {
      cancelTimer?.();
    }
  }

  /** @throws what an error status means. */
  async #reject(reply: Reply, message: JSONRPCMessage): Promise<void> {
    const { statusCode: status } = reply;
    const text = await this.#text(reply);
    if (!isJSONRPCRequest(message)) throw httpError(status, text);
    if (status === 400 && isModern(message)) {
      const error = parse(text);
      const answer = isRecord(error) && isRecord(error['error']) ? this.#messages.receive(error) : undefined;
      if (answer !== undefined) return this.onmessage?.(answer);
    }
    if (this.sessionId !== undefined && SESSION_UNKNOWN.has(status)) {
      throw new SessionLostError(this.options.server, 'forgotten');
    }
    throw httpError(status, text);
  }

  async #text(reply: Reply): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.#bounded(reply)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  async *#bounded({ body }: Reply): AsyncGenerator<Buffer> {
    const { server, maxResultBytes } = this.options;
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // Leaving the loop destroys the body, and with it the socket.
      if (bytes > maxResultBytes) throw cutOffTooLarge(server, maxResultBytes);
      yield chunk;
    }
  }

  #post(message: JSONRPCMessage, { headers, signal }: { headers?: SendOptions['headers']; signal?: AbortSignal }) {
    return this.#exchange(
      'POST',
      {
        ...headers,
        ...this.#headers(),
        ...headersOf(message),
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      JSON.stringify(message),
      signal,
    );
  }

  async #exchange(
    method: 'POST' | 'DELETE',
    headers: Record<string, string>,
    body: string | null = null,
    signal: AbortSignal | null = null,
  ): Promise<Reply> {
    let { pathname, search } = this.#target;
    for (let redirects = 0; ; redirects++) {
      const path = pathname + search;
      const reply = await this.#pool.request({ path, method, headers, body, signal });
      const target = REDIRECTS.has(reply.statusCode) ? this.#within(reply.headers['location']) : undefined;
      if (target === undefined || redirects === MAX_REDIRECTS) return reply;
      await reply.body.dump();
      ({ pathname, search } = target);
    }
  }

  /** The target of a redirect; undefined beyond the configured origin. */
  #within(location: unknown): URL | undefined {
    const target = typeof location === 'string' ? URL.parse(location, this.#target.href) : null;
    return target?.origin === this.#target.origin ? target : undefined;
  }

  #headers(): Record<string, string> {
    return {
      ...this.options.headers,
      ...(this.sessionId === undefined ? {} : { 'mcp-session-id': this.sessionId }),
      ...(this.#protocolVersion === undefined ? {} : { 'mcp-protocol-version': this.#protocolVersion }),
      ...traceHeaders(),
    };
  }

  #cut(error: ServerCutOffError): void {
    this.onerror?.(error);
    this.#closed();
    void this.#pool.destroy();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose?.();
  }

  #abandon(id: RequestId): void {
    this.#waiting.get(id)?.abort();
    this.#messages.forget(id);
  }
}

function httpError(status: number, text: string): SdkHttpError {
  const message = `the server answered with HTTP ${status}`;
  return new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, message, { status, statusText: '', text });
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isModern(message: JSONRPCMessage): boolean {
  return headersOf(message)['mcp-method'] !== undefined;
}

/** What protocols since 2026 repeat from the body of a request. */
function headersOf(message: JSONRPCMessage): Record<string, string> {
  if (!isJSONRPCRequest(message)) return {};
  const { method, params } = message;
  const version = params?._meta?.[PROTOCOL_VERSION_META_KEY];
  if (typeof version !== 'string') return {};
  const name = params?.['name'];
  return {
    'mcp-protocol-version': version,
    'mcp-method': method,
    ...(typeof name === 'string' ? { 'mcp-name': headerValue(name) } : {}),
  };
}

/** As it is, where a header can hold it. */
function headerValue(value: string): string {
  const isPlain = /^[\t\x20-\x7e]*$/.test(value) && value === value.trim() && !value.startsWith('=?base64?');
  return isPlain ? value : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}
