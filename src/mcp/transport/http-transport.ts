import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  StreamableHTTPClientTransport,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/client';
import { Pool } from 'undici';

import type { HttpServerConfig } from '../../config/index.js';

import { boundedFetch } from './bounded-fetch.js';

type SendOptions = NonNullable<Parameters<StreamableHTTPClientTransport['send']>[1]>;

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

/**
 * Streamable HTTP over a pool of warm sockets.
 *
 * Beyond the SDK's transport: bodies are bounded, a reply that breaks off fails its call at once instead of at its
 * time-out, and canceling a call closes its socket in either version of the protocol.
 */
export class HttpTransport implements Transport {
  readonly hasPerRequestStream = true;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #pool: Pool;
  readonly #inner: StreamableHTTPClientTransport;
  /** Requests in flight; aborting one closes its socket. */
  readonly #waiting = new Map<RequestId, AbortController>();

  constructor({ server, url, headers, maxResultBytes, connectTimeoutMs, connections }: HttpTransportOptions) {
    const target = new URL(url);
    this.#pool = new Pool(target.origin, { connections, connect: { timeout: connectTimeoutMs } });
    this.#inner = new StreamableHTTPClientTransport(target, {
      fetch: boundedFetch(server, maxResultBytes, this.#pool),
      requestInit: { headers: { ...headers } },
      // A broken reply is a failed call; retries are decided by `ToolCaller`.
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 0,
        maxReconnectionDelay: 0,
        reconnectionDelayGrowFactor: 1,
      },
    });
    this.#inner.onclose = () => this.onclose?.();
    this.#inner.onerror = (error) => this.onerror?.(error);
    this.#inner.onmessage = (message) => this.#deliver(message);
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion(version);
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  async send(message: JSONRPCMessage, options: SendOptions = {}): Promise<void> {
    if (isJSONRPCRequest(message)) return this.#request(message, options);
    try {
      await this.#inner.send(message, options);
    } finally {
      if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
        this.#abandon(message.params?.['requestId'] as RequestId);
      }
    }
  }

  /** Ends the session on the server, as far as it answers in time, and closes every socket. */
  async close(): Promise<void> {
    const ended = this.#inner.terminateSession().catch(() => undefined);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500).unref())]);
    await this.#inner.close();
    await this.#pool.destroy();
  }

  async #request(message: JSONRPCMessage & { id: RequestId }, options: SendOptions): Promise<void> {
    const { id } = message;
    const controller = new AbortController();
    this.#waiting.set(id, controller);
    const { requestSignal } = options;
    requestSignal?.addEventListener('abort', () => this.#abandon(id), { once: true });
    try {
      await this.#inner.send(message, {
        ...options,
        requestSignal: controller.signal,
        onRequestStreamEnd: () => this.#onStreamEnd(id),
      });
    } catch (error) {
      this.#waiting.delete(id);
      if (!controller.signal.aborted) throw error;
    }
  }

  #deliver(message: JSONRPCMessage): void {
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) {
      if (message.id !== undefined) this.#waiting.delete(message.id);
    }
    this.onmessage?.(message);
  }

  #onStreamEnd(id: RequestId): void {
    if (!this.#waiting.delete(id)) return;
    this.onmessage?.({
      jsonrpc: '2.0',
      id,
      error: { code: REPLY_BROKE_OFF, message: 'the reply broke off before its result' },
    });
  }

  #abandon(id: RequestId): void {
    this.#waiting.get(id)?.abort();
    this.#waiting.delete(id);
  }
}
