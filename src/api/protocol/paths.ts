/** Where questions are asked over REST. */
export const ANSWERS_PATH = '/v1/answers';
/** Where the endpoint for clients of OpenAI's protocol is: what lies below replies in the form of that protocol. */
const OPENAI_PATHS = /^\/v1\/(?:models|chat\/completions|responses)(?:[/?]|$)/;

/** Whether a request target belongs to the OpenAI-compatible endpoint. */
export function isOpenAiPath(url: string): boolean {
  return OPENAI_PATHS.test(url);
}

/** Where GraphQL is served. */
export const GRAPHQL_PATH = '/graphql';
/** Where MCP is served over HTTP. */
export const MCP_PATH = '/mcp';
/** Where clients find out how to sign in. @see RFC 9728 */
export const PROTECTED_RESOURCE_PATH = '/.well-known/oauth-protected-resource';
