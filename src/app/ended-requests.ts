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

/** Publishes the end of a request: answered by the framework or the fast path, or left by its client. */
export function noteEnd(
  { requestId, route, arrivedAt }: BegunRequest,
  { method = 'GET' }: IncomingMessage,
  response: ServerResponse,
  clock: Clock,
): void {
  response.once('close', () => {
    const status = response.headersSent ? response.statusCode : CLIENT_GONE;
    const traceparent = response.getHeader('traceparent');
    const durationMs = clock.now() - arrivedAt;
    requestEnded.publish({
      requestId,
      route,
      method,
      status,
      durationMs,
      ...(typeof traceparent === 'string' ? { traceparent } : {}),
    });
  });
}
