import type { FastifyInstance } from 'fastify';

import { Lazy } from '../../core/index.js';

import type { GraphqlSockets } from './graphql-sockets.js';

interface LoadedGraphql {
  /** Has the route; is not bound to a port. */
  readonly fastify: FastifyInstance;
  readonly sockets: Pick<GraphqlSockets, 'closeAll'>;
}

/**
 * `/graphql`, loaded with its first request: its modules take 20 MB, which most services never need.
 *
 * It lives in a Fastify of its own that is not bound to a port, because a Fastify that serves takes no more plugins.
 */
export class LazyGraphqlServer {
  readonly #graphql: Lazy<LoadedGraphql>;

  /** @param start Makes that Fastify, configured as the one that receives the requests. */
  constructor(start: () => Promise<LoadedGraphql>) {
    this.#graphql = new Lazy(async () => {
      const loaded = await start();
      await loaded.fastify.ready();
      return loaded;
    });
  }

  /** Ready to route requests. @throws what `start` throws; the next request tries again. */
  async load(): Promise<FastifyInstance> {
    return (await this.#graphql.get()).fastify;
  }

  /** Ends WebSocket connections, which do not end by themselves. */
  async closeConnections(): Promise<void> {
    (await this.#graphql.ifBegun())?.sockets.closeAll();
  }

  async close(): Promise<void> {
    await (await this.#graphql.ifBegun())?.fastify.close();
  }
}

/** The modules of the GraphQL endpoint, loaded only when GraphQL is used. */
export async function loadGraphqlEndpoint() {
  return import('./graphql-endpoint.module.js');
}
