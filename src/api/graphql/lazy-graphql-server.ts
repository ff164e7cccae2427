import type { FastifyInstance } from 'fastify';

import { Lazy } from '../../core/index.js';

import type { GraphqlSockets } from './graphql-sockets.js';

/** Where GraphQL is served. */
export const GRAPHQL_PATH = '/graphql';

/** What has been loaded of it. */
interface GraphqlFace {
  /** Has the route; listens to nothing. */
  readonly fastify: FastifyInstance;
  readonly sockets: Pick<GraphqlSockets, 'leave'>;
}

/**
 * `/graphql`, loaded when it is first asked for: its modules take 20 MB, which most services never need.
 *
 * It lives in a Fastify of its own that listens to nothing, since one that answers takes no more plugins.
 */
export class LazyGraphqlServer {
  readonly #face: Lazy<GraphqlFace>;

  /** @param start Makes that Fastify, treating requests as the one that receives them. */
  constructor(start: () => Promise<GraphqlFace>) {
    this.#face = new Lazy(async () => {
      const face = await start();
      await face.fastify.ready();
      return face;
    });
  }

  /** Ready to route requests. @throws what `start` throws; the next request tries again. */
  async load(): Promise<FastifyInstance> {
    return (await this.#face.get()).fastify;
  }

  /** Ends the connections that have no end of their own. */
  async leave(): Promise<void> {
    (await this.#face.ifBegun())?.sockets.leave();
  }

  async close(): Promise<void> {
    await (await this.#face.ifBegun())?.fastify.close();
  }
}

/** What has to be loaded for it. */
export async function loadGraphqlFace() {
  return import('./graphql-endpoint.module.js');
}
