import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { problemFrom, problemReply } from '../api/index.js';
import { newId } from '../core/index.js';
import { NO_ROUTE, requestEnded } from '../http/index.js';

/** What Node reports when a request cannot be parsed or is too slow. */
type ParserError = Error & { readonly code?: string };

/** By the code of the error; others are 400. */
const STATUSES: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/** A response that is under way on a socket. */
interface BusySocket extends Socket {
  readonly _httpMessage?: ServerResponse | null;
}

/**
 * Replies with a problem where Node would reply in a form of its own, or close the connection without a word: to what
 * is no HTTP, too long or too slow, to `CONNECT`, and to an expectation other than `100-continue`.
 *
 * @param headers Of every reply.
 * @returns the handler of `clientError`, which Fastify installs.
 */
export function parserErrors(headers: Readonly<Record<string, string>>): (error: ParserError, socket: Socket) => void {
  return (error, socket) => {
    const response = (socket as BusySocket)._httpMessage;
    // Nothing reaches a client that is gone, and a response that has begun must not be continued by another one.
    const isReachable = socket.writable && error.code !== 'ECONNRESET' && response?.headersSent !== true;
    if (isReachable) socket.end(textOf(STATUSES[error.code ?? ''] ?? 400, headers));
    socket.destroySoon();
  };
}

/** As {@link parserErrors}, for what is parsed but not served. */
export function refuseTunnels(server: Server, headers: Readonly<Record<string, string>>): void {
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => undefined);
    socket.end(textOf(405, headers));
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { status, headers: described, body } = problemOf(417);
    response.writeHead(status, { ...headers, ...described, Connection: 'close' }).end(body);
  });
}

/** A whole response, after which the connection closes. */
function textOf(statusCode: number, headers: Readonly<Record<string, string>>): string {
  const { status, headers: described, body } = problemOf(statusCode);
  const all = { ...headers, ...described, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}

function problemOf(statusCode: number): ReturnType<typeof problemReply> {
  const requestId = newId('req');
  // It was no request, or none whose time and method are known.
  requestEnded.publish({ requestId, route: NO_ROUTE, method: 'none', status: statusCode, durationMs: 0 });
  const reply = problemReply(problemFrom({ statusCode }, requestId));
  return { ...reply, headers: { ...reply.headers, 'X-Request-Id': requestId } };
}
