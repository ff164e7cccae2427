import 'reflect-metadata';

import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

import { Logger } from '@nestjs/common';
import { LazyModuleLoader, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { fastify as createFastify } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';

import { RequestAuthorizer, CallerLimits } from '../access/index.js';
import {
  asksForWebSocket,
  GRAPHQL_PATH,
  LazyGraphqlServer,
  CachedAnswerHook,
  loadGraphqlFace,
  PRODUCT_VERSION,
  reportedProblem,
  sendProblem,
  UpgradeResponse,
} from '../api/index.js';
import { AppModule } from './app.module.js';
import { AnswerCache } from '../answers/index.js';
import { newId, type Clock } from '../core/index.js';
import { CLOCK, type AppConfig } from '../config/index.js';
import { GracefulShutdown } from './graceful-shutdown.js';
import { EarlyRejection } from './early-rejection.js';
import { AnswerService } from '../answers/index.js';
import { securityHeaders } from '../http/index.js';
import { createLogger } from './logger.js';
import { ReadinessState, startTracing } from '../monitoring/index.js';
import { Admission, ClassPolicy, AdmissionPlanner } from '../optimizer/index.js';
import { traceRequests } from './trace-requests.js';

/** What we take over from a caller's `X-Request-Id`: nothing that could break a log line. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** For the headers of a request to arrive, and their size. */
const MAX_HEADERS_MS = 5_000;
const MAX_HEADERS_BYTES = 16_384;
/** Time between two looks for requests that take too long to arrive. */
const SLOW_REQUEST_LOOK_MS = 1_000;
/** Longer than load balancers keep theirs, so that none of them sends into a connection that we are closing. */
const IDLE_CONNECTION_MS = 72_000;

const REQUEST_LOGGER = new Logger('Request');

/** Fastify takes one error handler; Nest would set its own, which answers in a form of its own. */
class ProblemFastifyAdapter extends FastifyAdapter {
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}

/** What reads requests, whichever Fastify answers them. */
function readingOptions({ http }: AppConfig): FastifyServerOptions {
  return {
    bodyLimit: http.bodyLimitBytes,
    return503OnClosing: false,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: 128 },
  };
}

/** Makes a Fastify answer as all of this service does, before it has any routes. */
type Equip = (fastify: FastifyInstance) => Promise<void>;

/** The service, ready to listen or to be asked through `app.inject`. */
export async function createApp(config: AppConfig): Promise<NestFastifyApplication> {
  let door: EarlyRejection | undefined;
  const adapter = new ProblemFastifyAdapter({
    ...readingOptions(config),
    // Messages are checked by schemas of our own; the compilers for Fastify's would take 2 MB.
    schemaController: { compilersFactory: { buildValidator: noFastifySchemas, buildSerializer: noFastifySchemas } },
    serverFactory: (enter: RequestListener) =>
      httpServer(config, (request, response) => {
        if (door === undefined) enter(request, response);
        else door.handle(request, response, enter);
      }),
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forServer(config), adapter, {
    logger: createLogger(config.logLevel, process.stdout),
    // Fastify parses JSON itself; every other type is refused.
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  const clock = app.get<Clock>(CLOCK);
  const arrivals = new WeakMap<IncomingMessage, number>();
  const equip = await equipment(config, fastify, ({ raw }) => arrivals.get(raw) ?? clock.now());
  await equip(fastify);
  if (config.graphql.enabled) await passOnGraphql(app, fastify, { config, equip, arrivals });
  door = openDoors(app, fastify);
  fastify.server.maxConnections = config.http.maxConnections;
  return app;
}

/** The server of Node's, with bounds for requests that arrive slowly or at length. */
function httpServer({ graphql, http: { requestTimeoutMs } }: AppConfig, handle: RequestListener): Server {
  return createServer(
    {
      requestTimeout: requestTimeoutMs,
      // Node looks for requests that are too slow at intervals of 30 s unless told otherwise.
      connectionsCheckingInterval: SLOW_REQUEST_LOOK_MS,
      headersTimeout: Math.min(MAX_HEADERS_MS, requestTimeoutMs),
      maxHeaderSize: MAX_HEADERS_BYTES,
      keepAliveTimeout: IDLE_CONNECTION_MS,
      // Whatever else somebody would rather speak, the request is answered as if it had not said so.
      shouldUpgradeCallback: (request) => graphql.enabled && asksForWebSocket(request, GRAPHQL_PATH),
    },
    handle,
  );
}

/**
 * What every request meets first.
 *
 * @param outermost Whose end is the end of tracing.
 * @param arrivalOf When a request arrived, monotonic milliseconds.
 */
async function equipment(
  { http: { corsOrigins }, services: { otlpUrl } }: AppConfig,
  outermost: FastifyInstance,
  arrivalOf: (request: FastifyRequest) => number,
): Promise<Equip> {
  const tracing = otlpUrl === undefined ? undefined : await startTracing(otlpUrl, PRODUCT_VERSION);
  if (tracing !== undefined) outermost.addHook('onClose', () => tracing.stop());
  const safetyHeaders = await securityHeaders();
  return async (fastify) => {
    fastify.setErrorHandler(asProblem);
    fastify.decorateRequest('arrivedAt', 0);
    fastify.decorateRequest('caller', null);
    fastify.decorateRequest('context', null);
    fastify.decorateRequest('admission', null);
    fastify.addHook('onRequest', (request, reply, done) => {
      request.arrivedAt = arrivalOf(request);
      void reply.headers(safetyHeaders).header('X-Request-Id', request.id);
      done();
    });
    if (tracing !== undefined) traceRequests(fastify, tracing);
    if (corsOrigins.length > 0) {
      const { default: fastifyCors } = await import('@fastify/cors');
      await fastify.register(fastifyCors, { origin: corsOrigins, methods: ['GET', 'POST', 'DELETE'], maxAge: 600 });
    }
    fastify.removeContentTypeParser('text/plain');
  };
}

interface GraphqlParts {
  readonly config: AppConfig;
  readonly equip: Equip;
  /** When requests arrived that another Fastify answers. */
  readonly arrivals: WeakMap<IncomingMessage, number>;
}

/** Passes requests for GraphQL on to a Fastify of its own, which is loaded when the first of them comes. */
async function passOnGraphql(
  app: NestFastifyApplication,
  fastify: FastifyInstance,
  { config, equip, arrivals }: GraphqlParts,
): Promise<void> {
  const host = new LazyGraphqlServer(async () => {
    const { startGraphql } = await loadGraphqlFace();
    const inner = createFastify(readingOptions(config));
    await equip(inner);
    return { fastify: inner, sockets: await startGraphql(app.get(LazyModuleLoader), inner, config) };
  });
  fastify.addHook('preClose', () => host.leave());
  fastify.addHook('onClose', () => host.close());
  fastify.server.on('upgrade', (request, peer: Socket, head) => {
    fastify.routing(request, new UpgradeResponse(request, peer, head));
  });
  if (config.graphql.preload) await host.load();
  fastify.route({
    method: ['GET', 'POST'],
    url: GRAPHQL_PATH,
    config: { isPassedOn: true },
    // Before anything of the body is read.
    onRequest: async (request, reply) => {
      const inner = await host.load();
      arrivals.set(request.raw, request.arrivedAt);
      reply.hijack();
      inner.routing(request.raw, reply.raw);
    },
    handler: () => undefined,
  });
}

/** Lets questions leave early that are refused, or whose answer is kept. */
function openDoors(app: NestFastifyApplication, fastify: FastifyInstance): EarlyRejection {
  const inside = { strict: false };
  const admission = app.get(Admission, inside);
  const parts = {
    access: app.get(RequestAuthorizer, inside),
    cache: app.get<AnswerCache<object>>(AnswerCache, inside),
    classes: app.get(ClassPolicy, inside),
    intake: app.get(AdmissionPlanner, inside),
  };
  fastify.addHook('preHandler', new CachedAnswerHook(parts).hook);
  fastify.server.on('connection', () => admission.noteArrival());
  return new EarlyRejection({ ...parts, admission, limits: app.get(CallerLimits, inside), requestIdOf });
}

function noFastifySchemas(): never {
  throw new TypeError('a route of ours says what it takes in a schema of ours');
}

/** Answers errors that come before any handler, such as broken JSON, as problems. */
function asProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, reportedProblem(error, request.id, REQUEST_LOGGER));
}

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId('req');
}

/** Lets the service end as it should: on SIGTERM without anybody noticing, on SIGINT as fast as what has begun allows. */
export function endOnSignals(app: NestFastifyApplication, { drain }: AppConfig): void {
  const ending = new GracefulShutdown(drain, {
    server: app.getHttpServer(),
    readiness: app.get(ReadinessState, { strict: false }),
    clock: app.get<Clock>(CLOCK),
    settled: () => app.get(AnswerService, { strict: false }).idle(),
    close: () => app.close(),
  });
  let isEnding = false;
  const end = (signal: NodeJS.Signals) => {
    // Who asks a second time does not want to wait.
    if (isEnding) process.exit(1);
    isEnding = true;
    void ending.run(signal === 'SIGTERM').then(
      () => process.exit(0),
      (error: unknown) => {
        new Logger('Drain').error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}
