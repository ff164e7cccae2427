/** Where questions are asked over REST. */
export const ANSWERS_PATH = '/v1/answers';
/** Where GraphQL is served. */
export const GRAPHQL_PATH = '/graphql';
/** Where MCP is served over HTTP. */
export const MCP_PATH = '/mcp';
