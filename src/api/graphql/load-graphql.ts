export type { GraphqlEndpoint } from './graphql-endpoint.module.js';

/** The modules of the GraphQL endpoint, which most services never need: loaded only when GraphQL is used. */
export async function loadGraphqlEndpoint() {
  return import('./graphql-endpoint.module.js');
}
