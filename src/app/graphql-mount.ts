import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

import { LazyModuleLoader } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

import { GRAPHQL_PATH, loadGraphqlEndpoint, UpgradeResponse, type GraphqlEndpoint } from '../api/index.js';
import type { AppConfig } from '../config/index.js';
import { Lazy, type Clock } from '../core/index.js';

/** Serves GraphQL with an endpoint that is loaded with the first request for it. */
export async function mountGraphql(
  app: NestFastifyApplication,
  fastify: FastifyInstance,
  config: AppConfig,
  clock: Clock,
): Promise<void> {
  let loaded: GraphqlEndpoint | undefined;
  const graphql = new Lazy(async () => {
    const { startGraphqlEndpoint } = await loadInParts();
    return (loaded = await startGraphqlEndpoint(app.get(LazyModuleLoader), config));
  });
  // WebSockets do not end by themselves.
  fastify.addHook('preClose', async () => (await graphql.ifBegun())?.sockets.closeAll());
  fastify.server.on('upgrade', (request, peer: Socket, head) => {
    fastify.routing(request, new UpgradeResponse(request, peer, head));
  });
  if (config.graphql.preload) await graphql.get();
  fastify.route({
    method: ['GET', 'POST'],
    url: GRAPHQL_PATH,
    // Before anything of the body is read.
    onRequest: async (request, reply) => {
      if (loaded === undefined) {
        await graphql.get();
        // The schema is no part of a question: the deadline of the first one begins when there is one.
        request.arrivedAt = clock.now();
      }
      return loaded?.sockets.upgrade(request, reply);
    },
    handler: (request, reply) => loaded?.http.serve(request, reply),
  });
}

/**
 * Its modules take 20 MB and most of a second. Other requests are served between the packages; loaded as a whole, they
 * would wait for all of it.
 */
async function loadInParts(): ReturnType<typeof loadGraphqlEndpoint> {
  await import('graphql');
  await turn();
  await import('@graphql-tools/schema');
  await turn();
  await import('@nestjs/graphql');
  await turn();
  return loadGraphqlEndpoint();
}
