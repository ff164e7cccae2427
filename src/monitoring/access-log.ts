import type { AppConfig } from '../config/index.js';
import { parseTraceparent, roundToMicroseconds } from '../core/index.js';
import { requestEnded } from '../http/index.js';

/** Of the requests that succeed, one in so many. */
const SAMPLE = 100;
const FAILED = 400;
/** They come every few seconds, and say nothing while they succeed. */
const QUIET = /^\/(?:health|metrics)\b/;

/**
 * Logs a line for each request over HTTP that has ended, or for every failed one and a sample of the others. Neither
 * addresses nor what was asked are in it.
 *
 * @returns a function that ends it.
 */
export function logRequests(mode: AppConfig['http']['accessLog'], logger: { log(line: object): void }): () => void {
  if (mode === 'off') return () => undefined;
  let succeeded = 0;
  return requestEnded.subscribe(({ durationMs, traceparent, ...request }) => {
    if (request.status < FAILED) {
      if (QUIET.test(request.route)) return;
      if (mode === 'sampled' && succeeded++ % SAMPLE !== 0) return;
    }
    const trace = parseTraceparent(traceparent);
    const ids = trace === undefined ? {} : { trace_id: trace.traceId, span_id: trace.spanId };
    logger.log({ ...request, durationMs: roundToMicroseconds(durationMs), ...ids });
  });
}
