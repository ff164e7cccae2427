import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { LazyModuleLoader } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

import { GRAPHQL_PATH, LazyGraphqlServer, loadGraphqlEndpoint, UpgradeResponse } from '../api/index.js';
import type { AppConfig } from '../config/index.js';

export interface GraphqlMountOptions {
  readonly config: AppConfig;
  /** Makes the instance that answers GraphQL, without routes. */
  readonly createInstance: () => Promise<FastifyInstance>;
  /** When requests arrived that another instance answers. */
  readonly arrivals: WeakMap<IncomingMessage, number>;
}

/** Hands requests for GraphQL to a Fastify instance of its own, which is loaded with the first of them. */
export async function mountGraphql(
  app: NestFastifyApplication,
  fastify: FastifyInstance,
  { arrivals, config, createInstance }: GraphqlMountOptions,
): Promise<void> {
  const graphql = new LazyGraphqlServer(async () => {
    const { startGraphqlEndpoint } = await loadGraphqlEndpoint();
    const inner = await createInstance();
    return { fastify: inner, sockets: await startGraphqlEndpoint(app.get(LazyModuleLoader), inner, config) };
  });
  fastify.addHook('preClose', () => graphql.closeConnections());
  fastify.addHook('onClose', () => graphql.close());
  fastify.server.on('upgrade', (request, peer: Socket, head) => {
    fastify.routing(request, new UpgradeResponse(request, peer, head));
  });
  if (config.graphql.preload) await graphql.load();
  fastify.route({
    method: ['GET', 'POST'],
    url: GRAPHQL_PATH,
    config: { isPassedOn: true },
    // Before anything of the body is read.
    onRequest: async (request, reply) => {
      const inner = await graphql.load();
      arrivals.set(request.raw, request.arrivedAt);
      reply.hijack();
      inner.routing(request.raw, reply.raw);
    },
    handler: () => undefined,
  });
}
