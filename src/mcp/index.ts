export {
  breakerChanged,
  enhancementSchema,
  toolCallAborted,
  toolCallFinished,
  type BreakerState,
  type Enhancement,
  type EnhancementResult,
  type PlannedEnhancement,
  type ToolRequest,
} from './enhancement.js';
export { Enhancer, type EnhancementRun } from './enhancer.js';
export { McpModule } from './mcp.module.js';
