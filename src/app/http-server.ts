import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';

import { asksForWebSocket, GRAPHQL_PATH } from '../api/index.js';
import type { AppConfig } from '../config/index.js';
import { newId } from '../core/index.js';

import { refuseTunnels } from './parser-errors.js';

/** Longest time for the headers of a request to arrive, and their size. */
const MAX_HEADERS_MS = 5_000;
const MAX_HEADERS_BYTES = 16_384;
/** How often Node checks for requests that take too long to arrive. */
const SLOW_REQUEST_CHECK_MS = 1_000;
/** Longer than load balancers keep theirs, so that none of them sends into a connection that is being closed. */
const IDLE_CONNECTION_MS = 72_000;
/** Accepted values of a caller's `X-Request-Id`: nothing that could break a log line. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** Node's server, with bounds for requests that arrive slowly or at length. @param headers Of every reply. */
export function createHttpServer(
  { graphql, http: { maxConnections, requestTimeoutMs } }: AppConfig,
  headers: Readonly<Record<string, string>>,
  handle: RequestListener,
): Server {
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      // By default Node checks at intervals of 30 s.
      connectionsCheckingInterval: SLOW_REQUEST_CHECK_MS,
      headersTimeout: Math.min(MAX_HEADERS_MS, requestTimeoutMs),
      maxHeaderSize: MAX_HEADERS_BYTES,
      keepAliveTimeout: IDLE_CONNECTION_MS,
      // Node's own reply is no problem; the rule for hosts refuses such a request.
      requireHostHeader: false,
      // A request to upgrade to anything else is answered as if it had not asked for that.
      shouldUpgradeCallback: (request) => graphql.enabled && asksForWebSocket(request, GRAPHQL_PATH),
    },
    handle,
  );
  server.maxConnections = maxConnections;
  refuseTunnels(server, headers);
  return server;
}

/** The id a caller gives its request, or a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId('req');
}
