/**
 * api: the endpoints of the service. REST, GraphQL, MCP, the OpenAI-compatible protocol, health and the API reference.
 *
 * An endpoint parses a message, calls one method of a lower room and writes its result; none decides anything about an
 * answer. Sub-folders import one way: `protocol` (paths, validation, errors) < `contract` (OpenAPI and SDL, generated
 * from the schemas that validate) < `streams` (answers and reports event by event) < `rest` < `graphql`, `mcp`, `openai`
 * (the same questions in the protocol of OpenAI's clients), `health`, `docs`, `console`. GraphQL and MCP are loaded with
 * their first request, because they take 20 and 10 MB.
 *
 * Failure: every error becomes a problem of `protocol/problem.ts`, the one table from error code to status and title;
 * REST sends it as RFC 9457, GraphQL in `extensions`, MCP in the tool result, `openai` in the form of that protocol. An
 * error without an entry is a defect: it is logged under the request id and the caller receives `INTERNAL`.
 */
export { ApiModule } from './api.module.js';
export { contractFiles } from './contract/openapi.js';
export { loadGraphqlEndpoint, type GraphqlEndpoint } from './graphql/load-graphql.js';
export { asksForWebSocket, UpgradeResponse } from './graphql/upgrade-response.js';
export { loadMcpEndpoint } from './mcp/mcp.controller.js';
export { auditRefusal, problemReply, reportedProblem, sendProblem } from './protocol/error-replies.js';
export { HostAllowlist } from './protocol/host-allowlist.js';
export { ProtectedResource } from './protocol/protected-resource.js';
export { ANSWERS_PATH, GRAPHQL_PATH, MCP_PATH } from './protocol/paths.js';
export {
  isDefect,
  overloadProblem,
  type Problem,
  problemFrom,
  problemSchema,
  rateLimitedProblem,
} from './protocol/problem.js';
export { acceptsEvents } from './rest/answer-reply.interceptor.js';
