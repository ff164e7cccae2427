import { Agent, fetch as undiciFetch } from 'undici';

import { traceHeaders } from '../../core/index.js';
import { ModelReplyInvalidError } from './model.errors.js';

/** A longer reply is rejected. */
const MAX_REPLY_BYTES = 1_048_576;
const CONNECT_TIMEOUT_MS = 500;
/** Time-out between two pieces of a reply, milliseconds. */
const SILENCE_TIMEOUT_MS = 30_000;

/** `fetch` over a pool of connections, with a bound on the size of a reply. */
export interface ModelTransport {
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

/** @param connections Upper bound, one per call in flight. */
export function openTransport(connections: number): ModelTransport {
  const dispatcher = new Agent({
    connections,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: SILENCE_TIMEOUT_MS,
    bodyTimeout: SILENCE_TIMEOUT_MS,
  });
  // Node's own `fetch` does not accept a pool of this undici version.
  const pooled = undiciFetch as unknown as (
    input: string | URL | Request,
    init: Omit<RequestInit, 'dispatcher'> & { dispatcher: Agent },
  ) => Promise<Response>;
  return {
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
      return bounded(await pooled(input, { ...init, headers, dispatcher }));
    },
    close: () => dispatcher.destroy(),
  };
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
