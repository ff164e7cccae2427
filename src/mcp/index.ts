export {
  breakerChanged,
  enhancementSchema,
  extraAttemptMade,
  noiseHeard,
  serversReloaded,
  sessionOpened,
  toolCallAborted,
  toolCallFinished,
  toolQuarantined,
  type BreakerState,
  type Enhancement,
  type EnhancementResult,
  type PlannedEnhancement,
  type ServerState,
  type ToolRequest,
} from './enhancement.js';
export { Enhancer, type EnhancementRun } from './enhancer.js';
export { findingsInOrder } from './findings-in-order.js';
export { McpModule } from './mcp.module.js';
export { ServerRegistry } from './server-registry.js';
