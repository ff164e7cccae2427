import 'reflect-metadata';

import type { IncomingMessage, RequestListener } from 'node:http';

import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

import { Limits, RequestAuthorizer } from '../access/index.js';
import { AnswerPipeline, AnswerRecorder } from '../answers/index.js';
import { HostAllowlist, MCP_PATH, ProtectedResource } from '../api/index.js';
import { CLOCK, type AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';
import { NO_ROUTE, securityHeaders } from '../http/index.js';
import { Admission, AdmissionPlanner } from '../optimizer/index.js';

import { AppModule } from './app.module.js';
import { noteEnd } from './ended-requests.js';
import { FastPath } from './fast-path.js';
import { mountGraphql } from './graphql-mount.js';
import { createHttpServer, requestIdOf } from './http-server.js';
import { createLogger } from './logger.js';
import { parserErrors } from './parser-errors.js';
import { installRequestHooks, replyWithProblem, setCommonHeaders } from './request-hooks.js';

/** Many clients are configured with a slash behind the path, as other MCP servers want it. */
const MCP_WITH_SLASH = new RegExp(`^${MCP_PATH}/(?=$|\\?)`);

/**
 * The service, ready to listen or to be asked through `app.inject`: HTTP server, fast path, Fastify with the hooks that
 * every request meets, the Nest application, and GraphQL beside it.
 */
export async function createApp(config: AppConfig): Promise<NestFastifyApplication> {
  let fastPath: FastPath | undefined;
  const headers = await securityHeaders();
  const adapter = new ProblemFastifyAdapter({
    bodyLimit: config.http.bodyLimitBytes,
    return503OnClosing: false,
    genReqId: (request: IncomingMessage) => fastPath?.earlyAsk(request)?.arrival.requestId ?? requestIdOf(request),
    routerOptions: { maxParamLength: 128 },
    rewriteUrl: ({ url = '/' }) => url.replace(MCP_WITH_SLASH, MCP_PATH),
    // Messages are validated by schemas of our own; the compilers for Fastify's would take 2 MB.
    schemaController: { compilersFactory: { buildValidator: noFastifySchemas, buildSerializer: noFastifySchemas } },
    serverFactory: (enter: RequestListener) =>
      createHttpServer(config, headers, (request, response) => {
        if (fastPath === undefined) enter(request, response);
        else fastPath.handle(request, response, enter);
      }),
    clientErrorHandler: parserErrors(headers),
    // What the router refuses meets no hook.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const clock = app.get<Clock>(CLOCK);
      noteEnd({ requestId: request.id, route: NO_ROUTE, arrivedAt: clock.now() }, request.raw, reply.raw, clock);
      setCommonHeaders(headers, request, reply);
      replyWithProblem(error, request, reply);
    },
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forServer(config), adapter, {
    logger: createLogger(config.logLevel, process.stdout),
    // Fastify parses JSON itself; every other type is refused.
    bodyParser: false,
    abortOnError: false,
  });
  try {
    const fastify = adapter.getInstance();
    const the = <T>(type: abstract new (...args: never[]) => T) => app.get<T>(type, { strict: false });
    const clock = app.get<Clock>(CLOCK);
    const admission = the(Admission);
    const hosts = the(HostAllowlist);

    await installRequestHooks(fastify, {
      clock,
      config,
      hosts,
      protectedResource: the(ProtectedResource),
      securityHeaders: headers,
      earlyAskOf: (request) => fastPath?.earlyAsk(request),
    });
    if (config.graphql.enabled) await mountGraphql(app, fastify, config, clock);

    fastify.server.on('connection', () => admission.noteArrival());
    fastPath = new FastPath(
      {
        securityHeaders: headers,
        servesCached: config.services.otlpUrl === undefined,
        variesByOrigin: config.http.corsOrigins.length > 0,
        requestIdOf,
      },
      {
        admission,
        authorizer: the(RequestAuthorizer),
        clock,
        hosts,
        limits: the(Limits),
        pipeline: the(AnswerPipeline),
        planner: the(AdmissionPlanner),
        records: the(AnswerRecorder),
      },
    );
    return app;
  } catch (error) {
    // What has been opened would keep the process alive.
    await app.close().catch(() => undefined);
    throw error;
  }
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
