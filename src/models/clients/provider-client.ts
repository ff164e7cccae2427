import { Agent, fetch as undiciFetch } from 'undici';

import { traceHeaders } from '../../core/index.js';

import type { ModelClient, ModelClientOptions, ModelPrompt, ModelReply } from './model-client.js';
import { ModelReplyInvalidError } from './model.errors.js';
import { modelFault } from './provider-fault.js';

/** A longer reply is rejected. */
const MAX_REPLY_BYTES = 1_048_576;
const CONNECT_TIMEOUT_MS = 500;
/** Time-out between two pieces of a reply, milliseconds. */
const SILENCE_TIMEOUT_MS = 30_000;

// Node's own `fetch` does not accept a pool of this undici version.
const pooledFetch = undiciFetch as unknown as (
  input: string | URL | Request,
  init: Omit<RequestInit, 'dispatcher'> & { dispatcher: Agent },
) => Promise<Response>;

/** Base of the clients: a pool of connections, bounded replies, and errors of the SDKs mapped to ours. */
export abstract class ProviderClient implements ModelClient {
  readonly #connections: Agent;

  constructor(protected readonly options: ModelClientOptions) {
    this.#connections = new Agent({
      connections: options.capacity,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: SILENCE_TIMEOUT_MS,
      bodyTimeout: SILENCE_TIMEOUT_MS,
    });
  }

  async write(prompt: ModelPrompt, signal: AbortSignal, onText: (piece: string) => void): Promise<ModelReply> {
    try {
      return await this.stream(prompt, signal, onText);
    } catch (error) {
      throw modelFault(error);
    }
  }

  close(): Promise<void> {
    return this.#connections.destroy();
  }

  /** `fetch` for the SDK: pooled, traced, with a bound on the size of a reply. */
  protected readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
    return bounded(await pooledFetch(input, { ...init, headers, dispatcher: this.#connections }));
  };

  /** {@link write}, but throws the errors of the provider's SDK. */
  protected abstract stream(
    prompt: ModelPrompt,
    signal: AbortSignal,
    onText: (piece: string) => void,
  ): Promise<ModelReply>;
}

function bounded(response: Response): Response {
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MAX_REPLY_BYTES) controller.error(new ModelReplyInvalidError('too_long'));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body?.pipeThrough(counting) ?? null, { status, statusText, headers });
}
