import 'reflect-metadata';

import { createServer, type IncomingMessage } from 'node:http';

import fastifyHelmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';

import { Authenticator, CallerLimits } from './access/index.js';
import { PRODUCT_VERSION, reportedProblem, sendProblem } from './api/index.js';
import { AppModule } from './app.module.js';
import { AnswerCache } from './cache/index.js';
import { newId, type Clock } from './common/index.js';
import { CLOCK, type AppConfig } from './config/index.js';
import { Drain } from './drain.js';
import { FrontDoor } from './front-door.js';
import { Guidance } from './guidance/index.js';
import { createLogger } from './logger.js';
import { ReadinessState, startTracing } from './monitoring/index.js';
import { Admission, ClassPolicy, Intake } from './optimizer/index.js';
import { traceRequests } from './trace-requests.js';

/** What we take over from a caller's `X-Request-Id`: nothing that could break a log line. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** For the headers of a request to arrive, and their size. */
const LONGEST_HEADERS_MS = 5_000;
const LONGEST_HEADERS_BYTES = 16_384;
/** Time between two looks for requests that take too long to arrive. */
const SLOW_REQUEST_LOOK_MS = 1_000;
/** Longer than load balancers keep theirs, so that none of them sends into a connection that we are closing. */
const IDLE_CONNECTION_MS = 72_000;

/** What we serve loads nothing from anywhere; pages say themselves what they need. */
const HEADERS_OF_SAFETY: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
  },
  referrerPolicy: { policy: 'no-referrer' },
};

/**
 * Answers errors that come before any handler, such as broken JSON, as problems.
 *
 * Fastify takes one error handler; Nest sets its own only after GraphQL has made Fastify settle on one.
 */
class ProblemFastifyAdapter extends FastifyAdapter {
  constructor(options: FastifyServerOptions) {
    super(options);
    const logger = new Logger(ProblemFastifyAdapter.name);
    super.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply, reportedProblem(error, request.id, logger));
    });
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}

/** The service, ready to listen or to be asked through `app.inject`. */
export async function createApp(config: AppConfig): Promise<NestFastifyApplication> {
  const { bodyLimitBytes, requestTimeoutMs } = config.http;
  let door: FrontDoor | undefined;
  const adapter = new ProblemFastifyAdapter({
    bodyLimit: bodyLimitBytes,
    serverFactory: (enter) =>
      createServer(
        {
          requestTimeout: requestTimeoutMs,
          // Node looks for requests that are too slow at intervals of 30 s unless told otherwise.
          connectionsCheckingInterval: SLOW_REQUEST_LOOK_MS,
          headersTimeout: Math.min(LONGEST_HEADERS_MS, requestTimeoutMs),
          maxHeaderSize: LONGEST_HEADERS_BYTES,
          keepAliveTimeout: IDLE_CONNECTION_MS,
        },
        (request, response) => {
          if (door === undefined) enter(request, response);
          else door.handle(request, response, enter);
        },
      ),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: 128 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(await AppModule.forServer(config), adapter, {
    logger: createLogger(config.logLevel, process.stdout),
    // Fastify parses JSON itself; every other type is refused.
    bodyParser: false,
    abortOnError: false,
  });

  const clock = app.get<Clock>(CLOCK);
  const fastify = adapter.getInstance();
  fastify.decorateRequest('arrivedAt', 0);
  fastify.decorateRequest('caller', null);
  fastify.decorateRequest('context', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    request.arrivedAt = clock.now();
    void reply.header('X-Request-Id', request.id);
    done();
  });
  const { otlpUrl } = config.services;
  if (otlpUrl !== undefined) traceRequests(fastify, await startTracing(otlpUrl, PRODUCT_VERSION));
  const inside = { strict: false };
  const admission = app.get(Admission, inside);
  door = new FrontDoor({
    admission,
    authenticator: app.get(Authenticator, inside),
    cache: app.get<AnswerCache<object>>(AnswerCache, inside),
    classes: app.get(ClassPolicy, inside),
    intake: app.get(Intake, inside),
    limits: app.get(CallerLimits, inside),
    requestIdOf,
  });
  fastify.server.on('connection', () => admission.noticeArrival());
  fastify.removeContentTypeParser('text/plain');
  await app.register(fastifyHelmet, HEADERS_OF_SAFETY);
  const { corsOrigins } = config.http;
  if (corsOrigins.length > 0) {
    const { default: fastifyCors } = await import('@fastify/cors');
    await app.register(fastifyCors, { origin: corsOrigins, methods: ['GET', 'POST', 'DELETE'], maxAge: 600 });
  }
  fastify.server.maxConnections = config.http.maxConnections;
  return app;
}

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId('req');
}

/** Lets the service end as it should: on SIGTERM without anybody noticing, on SIGINT as fast as what has begun allows. */
export function endOnSignals(app: NestFastifyApplication, { drain }: AppConfig): void {
  const ending = new Drain(drain, {
    server: app.getHttpServer(),
    readiness: app.get(ReadinessState, { strict: false }),
    clock: app.get<Clock>(CLOCK),
    settled: () => app.get(Guidance, { strict: false }).settled(),
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
