import { z } from 'zod';

import { EventChannel, type Degradation, type Finding } from '../common/index.js';

/** What became of the help asked of one MCP server. */
export const enhancementOutcomeSchema = z.enum(['used', 'cached', 'late', 'open', 'shed', 'failed', 'skipped']);
export type EnhancementOutcome = z.infer<typeof enhancementOutcomeSchema>;

/** One tool call as the receipt shows it. */
export const enhancementSchema = z.strictObject({
  server: z.string(),
  tool: z.string(),
  outcome: enhancementOutcomeSchema,
  durationMs: z.number().min(0).describe('Until the result, or until the reply had to leave.'),
});
export type Enhancement = z.infer<typeof enhancementSchema>;

/** A tool call that could be made for a question. */
export interface PlannedEnhancement {
  readonly server: string;
  readonly tool: string;
}

/** What a server gets to know about the question; argument templates choose from it. */
export interface ToolRequest {
  readonly question: string;
  /** Ids of the frameworks detected, best first. */
  readonly frameworks: readonly string[];
  /** Id of the lead persona. */
  readonly persona: string;
}

/** What one server contributed, and what is missing if it did not. */
export interface EnhancementResult {
  readonly enhancement: Enhancement;
  readonly findings: readonly Finding[];
  readonly degradation?: Degradation;
}

/** Published when a tool call ends, in time or not. */
export const toolCallFinished = new EventChannel<Enhancement>('mcp:call:finished');

/** Published when a call is given up and its server is told so. */
export const toolCallAborted = new EventChannel<{ readonly server: string; readonly tool: string }>('mcp:call:aborted');

/** Published when the circuit of a server opens, closes or lets a probe through. */
export const breakerChanged = new EventChannel<{ readonly server: string; readonly state: BreakerState }>(
  'mcp:breaker:changed',
);
export type BreakerState = 'closed' | 'open' | 'halfOpen';
