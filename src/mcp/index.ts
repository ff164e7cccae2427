export { type EnhancementRun, Enhancer } from './enhancer.js';
export { McpModule } from './mcp.module.js';
export { ServerRegistry } from './server-registry.js';
export {
  breakerChanged,
  type BreakerState,
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
export { findingsInOrder } from './tools/findings-in-order.js';
