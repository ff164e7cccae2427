import type { FastifyInstance } from 'fastify';

import { OnDemand } from '../../common/index.js';

/** Where GraphQL is served. */
export const GRAPHQL_PATH = '/graphql';

/**
 * `/graphql`, loaded when it is first asked for: its modules take 20 MB, which most services never need.
 *
 * It lives in a Fastify of its own that listens to nothing, since one that answers takes no more plugins.
 */
export class GraphqlHost {
  readonly #fastify: OnDemand<FastifyInstance>;

  /** @param start Makes that Fastify, treating requests as the one that receives them. */
  constructor(start: () => Promise<FastifyInstance>) {
    this.#fastify = new OnDemand(async () => {
      const fastify = await start();
      await fastify.ready();
      return fastify;
    });
  }

  /** Ready to route requests. @throws what `start` throws; the next request tries again. */
  load(): Promise<FastifyInstance> {
    return this.#fastify.get();
  }

  async close(): Promise<void> {
    await (await this.#fastify.ifBegun())?.close();
  }
}

/** What has to be loaded for it. */
export async function loadGraphqlFace() {
  return import('./graphql-face.module.js');
}
