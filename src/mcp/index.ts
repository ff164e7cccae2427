/**
 * MCP client side: calls the configured MCP servers in parallel, within a deadline, and turns results into findings.
 *
 * Order of sub-folders, each importing only those before it: `transport/` (child processes, HTTP; all error classes),
 * `sessions/` (sessions, pools, limits, start backoff), `builtin/` (the built-in tools), `tools/` (one tool per server:
 * arguments, pinning, protected calls, result mapping, cached results), then the files here ({@link Enhancer},
 * {@link ServerRegistry}).
 *
 * Built-in servers are called directly. A call of any other passes, in this order: pinning, adaptive concurrency limit,
 * circuit breaker, retry, hedge, session pool.
 * Concurrency: sessions are shared by calls; each tenant has its own unless the server is configured as stateless.
 * Failure: a call never rejects towards the answer; {@link EnhancementRun} reports it as outcome and degradation. A late
 * call is cancelled on the server when its deadline passes. Lost sessions are reopened in the background with backoff.
 */
export { type EnhancementRun, Enhancer, findingsInOrder } from './enhancer.js';
export { McpModule } from './mcp.module.js';
export { ServerRegistry } from './server-registry.js';
export { serverCutOff } from './transport/peer-messages.js';
export {
  breakerChanged,
  type Enhancement,
  type EnhancementResult,
  enhancementSchema,
  extraAttemptMade,
  unparsedOutput,
  type PlannedEnhancement,
  serversReloaded,
  type ServerState,
  sessionOpened,
  toolCallAborted,
  toolCallFinished,
  toolQuarantined,
  type ToolRequest,
} from './tools/enhancement.js';
