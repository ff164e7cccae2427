import { setImmediate as turn } from 'node:timers/promises';

export type { GraphqlEndpoint } from './graphql-endpoint.module.js';

/**
 * The modules of the GraphQL endpoint, which take 20 MB and which most services never need: loaded only when GraphQL is
 * used. Other requests are served between the parts; loaded as a whole, they would wait for half a second.
 */
export async function loadGraphqlEndpoint() {
  await import('graphql');
  await turn();
  await import('@graphql-tools/schema');
  await turn();
  await import('@nestjs/graphql');
  await turn();
  return import('./graphql-endpoint.module.js');
}
