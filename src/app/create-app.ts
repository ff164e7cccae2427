import 'reflect-metadata';

import type { IncomingMessage, RequestListener } from 'node:http';

import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { fastify as createFastify } from 'fastify';
import type { FastifyServerOptions } from 'fastify';

import { Limits, RequestAuthorizer } from '../access/index.js';
import { AnswerPipeline } from '../answers/index.js';
import { MCP_PATH } from '../api/index.js';
import { CLOCK, type AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';
import { securityHeaders } from '../http/index.js';
import { Admission, AdmissionPlanner } from '../optimizer/index.js';

import { AppModule } from './app.module.js';
import { FastPath } from './fast-path.js';
import { mountGraphql } from './graphql-mount.js';
import { createHttpServer, requestIdOf } from './http-server.js';
import { createLogger } from './logger.js';
import { requestHooks } from './request-hooks.js';

/** Many clients are configured with a slash behind the path, as other MCP servers want it. */
const MCP_WITH_SLASH = new RegExp(`^${MCP_PATH}/(?=$|\\?)`);

/**
 * The service, ready to listen or to be asked through `app.inject`: HTTP server, fast path, Fastify with the hooks that
 * every request meets, the Nest application, and GraphQL beside it.
 */
export async function createApp(config: AppConfig): Promise<NestFastifyApplication> {
  let fastPath: FastPath | undefined;
  const fastifyOptions: FastifyServerOptions = {
    bodyLimit: config.http.bodyLimitBytes,
    return503OnClosing: false,
    genReqId: (request: IncomingMessage) => fastPath?.earlyAsk(request)?.arrival.requestId ?? requestIdOf(request),
    routerOptions: { maxParamLength: 128 },
    rewriteUrl: ({ url = '/' }) => url.replace(MCP_WITH_SLASH, MCP_PATH),
  };
  const adapter = new ProblemFastifyAdapter({
    ...fastifyOptions,
    // Messages are validated by schemas of our own; the compilers for Fastify's would take 2 MB.
    schemaController: { compilersFactory: { buildValidator: noFastifySchemas, buildSerializer: noFastifySchemas } },
    serverFactory: (enter: RequestListener) =>
      createHttpServer(config, (request, response) => {
        if (fastPath === undefined) enter(request, response);
        else fastPath.handle(request, response, enter);
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
  const the = <T>(type: abstract new (...args: never[]) => T) => app.get<T>(type, { strict: false });
  const clock = app.get<Clock>(CLOCK);
  const admission = the(Admission);
  const headers = await securityHeaders();

  const arrivals = new WeakMap<IncomingMessage, number>();
  const installHooks = await requestHooks({
    config,
    securityHeaders: headers,
    outermost: fastify,
    arrivalOf: (request) => arrivals.get(request) ?? clock.now(),
    earlyAskOf: (request) => fastPath?.earlyAsk(request),
  });
  await installHooks(fastify);
  if (config.graphql.enabled) {
    const createInstance = async () => {
      const inner = createFastify(fastifyOptions);
      await installHooks(inner);
      return inner;
    };
    await mountGraphql(app, fastify, { config, createInstance, arrivals });
  }

  fastify.server.on('connection', () => admission.noteArrival());
  fastPath = new FastPath(
    { securityHeaders: headers, servesCached: config.services.otlpUrl === undefined, requestIdOf },
    {
      admission,
      authorizer: the(RequestAuthorizer),
      clock,
      limits: the(Limits),
      pipeline: the(AnswerPipeline),
      planner: the(AdmissionPlanner),
    },
  );
  return app;
}

/** Fastify takes one error handler; Nest would set its own, which answers in a form of its own. */
class ProblemFastifyAdapter extends FastifyAdapter {
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}

function noFastifySchemas(): never {
  throw new TypeError('routes state what they accept in schemas of the contract');
}
