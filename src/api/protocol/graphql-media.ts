const RESPONSE = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

/** How a GraphQL response is sent. */
export interface GraphqlMedia {
  readonly type: typeof RESPONSE | typeof JSON_TYPE;
  /** Whether a document that cannot be executed is answered with 200, which clients of the older type expect. */
  readonly isAlwaysOk: boolean;
}

/**
 * The media type for a request's `Accept`; a client that names none of the two gets JSON.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types
 */
export function graphqlMedia(accept: string | undefined): GraphqlMedia {
  const weights = new Map<string, number>();
  for (const range of (accept ?? '').toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    weights.set(type, Number.isNaN(weight) ? 1 : weight);
  }
  const [response, json] = [weights.get(RESPONSE) ?? 0, weights.get(JSON_TYPE) ?? 0];
  if (response > 0 && response >= json) return { type: RESPONSE, isAlwaysOk: false };
  return { type: JSON_TYPE, isAlwaysOk: json > 0 };
}
