import type { FastifyInstance } from 'fastify';

import { runInTrace } from '../core/index.js';
import type { RequestSpan, Tracing } from '../monitoring/index.js';

/** Probes and scrapes come every few seconds and are not worth a trace. */
const UNTRACED = /^\/(health|metrics)\b/;

/** Records a span for every request, with its work as children; the reply names it in `traceparent`. */
export function traceRequests(fastify: FastifyInstance, tracing: Tracing): void {
  const spans = new WeakMap<object, RequestSpan>();
  const end = (request: object, status: number) => {
    spans.get(request)?.end(status);
    spans.delete(request);
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    const { url: route = 'no route' } = request.routeOptions;
    if (!UNTRACED.test(route)) {
      const span = tracing.open({ method: request.method, route }, request.headers['traceparent']);
      spans.set(request, span);
      void reply.header('traceparent', span.traceparent);
      // A client that leaves before its reply ends its request too.
      reply.raw.once('close', () => end(request, reply.statusCode));
    }
    done();
  });
  // After the body has been read: its events come from the socket and know nothing of the request.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else runInTrace(span.context, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    end(request, reply.statusCode);
    done();
  });
}
