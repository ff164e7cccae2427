import { Readable } from 'node:stream';

import type { FetchLike } from '@modelcontextprotocol/client';
import type { Dispatcher } from 'undici';

import { traceHeaders } from '../../core/index.js';
import { ResultTooLargeError } from './mcp.errors.js';

/** Statuses whose responses have no body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * `fetch` over a pool of warm sockets, with a bound on the size of a body, applied while it arrives.
 *
 * The stream for messages without a request is declined: nothing here reads them, and it would take a socket for every
 * session.
 *
 * @param server   Configured id, for errors.
 * @param maxBytes A longer body is cut off, and its socket closed.
 */
export function boundedFetch(server: string, maxBytes: number, pool: Dispatcher): FetchLike {
  return async (url, init = {}) => {
    const { method = 'GET' } = init;
    if (method === 'GET') return new Response(null, { status: 405 });
    const { origin, pathname, search } = new URL(url);
    const { statusCode, headers, body } = await pool.request({
      origin,
      path: pathname + search,
      method,
      headers: { ...Object.fromEntries(new Headers(init.headers)), ...traceHeaders() },
      body: typeof init.body === 'string' ? init.body : null,
      signal: init.signal ?? null,
    });
    if (WITHOUT_BODY.has(statusCode)) {
      await body.dump();
      return new Response(null, { status: statusCode });
    }
    const counted = Readable.from(countBytes(body, server, maxBytes), { objectMode: false });
    return new Response(Readable.toWeb(counted) as ReadableStream<Uint8Array>, {
      status: statusCode,
      headers: Object.entries(headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one): [string, string] => [name, one]),
      ),
    });
  };
}

async function* countBytes(body: Readable, server: string, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the body, and with it the socket.
    if (bytes > maxBytes) throw new ResultTooLargeError(server, maxBytes);
    yield chunk;
  }
}
