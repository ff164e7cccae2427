import type { IncomingMessage } from 'node:http';

import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { PRODUCT_VERSION, reportedProblem, sendProblem } from '../api/index.js';
import type { AppConfig } from '../config/index.js';
import { startTracing } from '../monitoring/index.js';

import type { EarlyAsk } from './early-ask.js';
import { traceRequests } from './trace-requests.js';

export interface RequestHooksOptions {
  readonly config: AppConfig;
  /** Set on every reply. */
  readonly securityHeaders: Readonly<Record<string, string>>;
  /** The instance at whose end tracing ends. */
  readonly outermost: FastifyInstance;
  /** When a request arrived, monotonic milliseconds. */
  readonly arrivalOf: (request: IncomingMessage) => number;
  /** What the fast path found out about a request. */
  readonly earlyAskOf: (request: IncomingMessage) => EarlyAsk | undefined;
}

/** Installs what every request meets first on a Fastify instance without routes. */
export type RequestHooks = (fastify: FastifyInstance) => Promise<void>;

const LOGGER = new Logger('Request');

/** Errors as problems, request fields, security headers, tracing, CORS, the parser of bodies. */
export async function requestHooks(options: RequestHooksOptions): Promise<RequestHooks> {
  const { arrivalOf, config, earlyAskOf, outermost, securityHeaders } = options;
  const { otlpUrl } = config.services;
  const { corsOrigins } = config.http;
  const tracing = otlpUrl === undefined ? undefined : await startTracing(otlpUrl, PRODUCT_VERSION);
  if (tracing !== undefined) outermost.addHook('onClose', () => tracing.stop());
  return async (fastify) => {
    fastify.setErrorHandler(replyWithProblem);
    for (const field of ['caller', 'context', 'early', 'question', 'earlyQuestion'])
      fastify.decorateRequest(field, null);
    fastify.decorateRequest('arrivedAt', 0);
    fastify.addHook('onRequest', (request, reply, done) => {
      const early = earlyAskOf(request.raw);
      request.arrivedAt = early?.arrival.arrivedAt ?? arrivalOf(request.raw);
      if (early !== undefined) {
        request.early = early;
        request.earlyQuestion = () => early.question;
      }
      void reply.headers(securityHeaders).header('X-Request-Id', request.id);
      done();
    });
    if (tracing !== undefined) traceRequests(fastify, tracing);
    if (corsOrigins.length > 0) {
      const { default: fastifyCors } = await import('@fastify/cors');
      await fastify.register(fastifyCors, { origin: corsOrigins, methods: ['GET', 'POST', 'DELETE'], maxAge: 600 });
    }
    fastify.removeContentTypeParser('text/plain');
    parseJsonOnce(fastify, earlyAskOf);
  };
}

/** A body that the fast path has parsed is not parsed again. */
function parseJsonOnce(fastify: FastifyInstance, earlyAskOf: RequestHooksOptions['earlyAskOf']): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const early = earlyAskOf(request.raw);
    if (early === undefined) void parse(request, body as string, done);
    else done(null, early.arrival.message);
  });
}

/** Replies to errors that occur before any handler, such as broken JSON. */
function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, reportedProblem(error, request.id, LOGGER));
}
