import 'reflect-metadata';

import type { IncomingMessage } from 'node:http';

import { ConsoleLogger, Logger, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';

import { reportedProblem, sendProblem } from './api/index.js';
import { AppModule } from './app.module.js';
import { newId, type Clock } from './common/index.js';
import { CLOCK, type AppConfig } from './config/index.js';

const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];
/** What we take over from a caller's `X-Request-Id`: nothing that could break a log line. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

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
  const adapter = new ProblemFastifyAdapter({
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: ({ headers }: IncomingMessage) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId('req');
    },
    routerOptions: { maxParamLength: 128 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(await AppModule.forServer(config), adapter, {
    logger: new ConsoleLogger({ logLevels: levelsUpTo(config.logLevel), json: !process.stdout.isTTY }),
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
  fastify.removeContentTypeParser('text/plain');
  fastify.server.maxConnections = config.http.maxConnections;
  app.enableShutdownHooks([], { useProcessExit: true });
  return app;
}

function levelsUpTo(level: AppConfig['logLevel']): LogLevel[] {
  return LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1);
}
