import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Clock } from '../core/index.js';
import { CLIENT_GONE, requestEnded } from '../http/index.js';

/** What is known of a request before it is answered. */
export interface BegunRequest {
  readonly requestId: string;
  readonly route: string;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
}

/** Publishes the end of a request once its response is closed: answered, or left by its client. */
export function noteEnd(begun: BegunRequest, request: IncomingMessage, response: ServerResponse, clock: Clock): void {
  response.once('close', () => {
    const traceparent = response.getHeader('traceparent');
    publishEnd(begun, request, response.headersSent ? response.statusCode : CLIENT_GONE, clock, traceparent);
  });
}

/** Publishes the end of a request that needs no more waiting: its whole response has been handed over. */
export function publishEnd(
  { requestId, route, arrivedAt }: BegunRequest,
  { method = 'GET' }: IncomingMessage,
  status: number,
  clock: Clock,
  traceparent?: unknown,
): void {
  const durationMs = clock.now() - arrivedAt;
  requestEnded.publish({
    requestId,
    route,
    method,
    status,
    durationMs,
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
  });
}
