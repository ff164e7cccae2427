import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { reportedProblem, sendProblem, type HostAllowlist, type ProtectedResource } from '../api/index.js';
import type { AppConfig } from '../config/index.js';
import { PRODUCT_VERSION, type Clock } from '../core/index.js';
import { NO_ROUTE, requireReadableBody } from '../http/index.js';
import { startTracing } from '../monitoring/index.js';

import type { EarlyAsk } from './early-ask.js';
import { noteEnd } from './ended-requests.js';
import { traceRequests } from './trace-requests.js';

export interface RequestHooksOptions {
  readonly clock: Clock;
  readonly config: AppConfig;
  readonly hosts: HostAllowlist;
  /** What a request without a valid token is told. */
  readonly protectedResource: ProtectedResource;
  /** Set on every reply. */
  readonly securityHeaders: Readonly<Record<string, string>>;
  /** What the fast path found out about a request. */
  readonly earlyAskOf: (request: IncomingMessage) => EarlyAsk | undefined;
}

const LOGGER = new Logger('Request');

/** Headers of replies that pages of other origins may read. */
const EXPOSED_HEADERS = [
  'Allow',
  'Cache-Status',
  'Content-Disposition',
  'Degraded',
  'Director-Conversation',
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'Mcp-Session-Id',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'retry-after-ms',
  'Server-Timing',
  'traceparent',
  'WWW-Authenticate',
  'x-should-retry',
  'X-Request-Id',
] as const;

/**
 * Installs what every request meets first on a Fastify instance without routes: the rule for hosts, request fields,
 * security headers, tracing, CORS, the one parser of bodies, errors as problems.
 */
export async function installRequestHooks(
  fastify: FastifyInstance,
  { clock, config, earlyAskOf, hosts, protectedResource, securityHeaders }: RequestHooksOptions,
): Promise<void> {
  const { otelResourceAttributes, otelServiceName, otlpUrl } = config.services;
  const resource = {
    version: PRODUCT_VERSION,
    name: otelServiceName,
    attributes: otelResourceAttributes,
    sampling: config.traceSampling,
  };
  const { corsOrigins } = config.http;
  const tracing = otlpUrl === undefined ? undefined : await startTracing(otlpUrl, resource);
  if (tracing !== undefined) fastify.addHook('onClose', () => tracing.stop());
  fastify.setErrorHandler(replyWithProblem);
  for (const field of ['caller', 'context', 'early', 'question', 'earlyQuestion']) fastify.decorateRequest(field, null);
  fastify.decorateRequest('arrivedAt', 0);
  fastify.addHook('onRequest', (request, reply, done) => {
    const early = earlyAskOf(request.raw);
    request.arrivedAt = early?.arrival.arrivedAt ?? clock.now();
    if (early !== undefined) {
      request.early = early;
      request.earlyQuestion = () => early.question;
    }
    const { url: route = NO_ROUTE } = request.routeOptions;
    noteEnd({ requestId: request.id, route, arrivedAt: request.arrivedAt }, request.raw, reply.raw, clock);
    setCommonHeaders(securityHeaders, request, reply);
    hosts.checkRequest(request.raw);
    if (request.method !== 'GET' && request.method !== 'HEAD') requireReadableBody(request.raw);
    done();
  });
  if (protectedResource.isPublished) {
    fastify.addHook('onSend', ({ headers, url }, reply, payload, done) => {
      if (reply.statusCode === 401) {
        void reply.header(
          'WWW-Authenticate',
          protectedResource.challenge(headers.host, url, headers.authorization !== undefined),
        );
      }
      done(null, payload);
    });
  }
  if (tracing !== undefined) traceRequests(fastify, tracing);
  if (corsOrigins.length > 0) {
    const { default: fastifyCors } = await import('@fastify/cors');
    await fastify.register(fastifyCors, {
      origin: corsOrigins,
      methods: ['GET', 'POST', 'PATCH', 'DELETE'],
      exposedHeaders: [...EXPOSED_HEADERS],
      maxAge: 600,
    });
  }
  fastify.removeContentTypeParser('text/plain');
  parseJsonOnce(fastify, earlyAskOf);
}

/** The headers of every reply, also of one that meets no hook. */
export function setCommonHeaders(
  securityHeaders: Readonly<Record<string, string>>,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply.headers(securityHeaders).header('X-Request-Id', request.id);
}

/** A body that the fast path has parsed is not parsed again. */
function parseJsonOnce(fastify: FastifyInstance, earlyAskOf: RequestHooksOptions['earlyAskOf']): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const early = earlyAskOf(request.raw);
    if (early !== undefined) done(null, early.arrival.message);
    // Decoded anyway, other bytes would silently become another text.
    else if (!isUtf8(body)) done(Object.assign(new Error('the body is not UTF-8'), { statusCode: 400 }));
    else void parse(request, body.toString(), done);
  });
}

/** Replies to errors that occur before any handler, such as broken JSON. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, reportedProblem(error, request.id, LOGGER));
}
