import * as z from 'zod';

import { EventChannel, type Degradation, type Finding } from '../../core/index.js';
import type { BreakerState } from '../../resilience/index.js';

/** Outcome of the call of one MCP server; `nothing`: it answered, with nothing to quote. */
export const enhancementOutcomeSchema = z.enum([
  'used',
  'cached',
  'nothing',
  'late',
  'open',
  'shed',
  'failed',
  'skipped',
]);
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
export type PlannedEnhancement = Pick<Enhancement, 'server' | 'tool'>;

/** The question as argument templates see it. */
export interface ToolRequest {
  readonly question: string;
  /** The asker's role in their own words; empty if unknown. */
  readonly role: string;
  /** Ids of the frameworks detected, best first. */
  readonly frameworks: readonly string[];
  /** Id of the lead persona. */
  readonly persona: string;
  /** Earlier turns of the conversation, oldest first. */
  readonly earlier: { readonly questions: readonly string[]; readonly frameworks: readonly string[] };
  /** Never sent to a server. */
  readonly tenant: string;
  /** Bypasses cached results. */
  readonly isFresh: boolean;
}

/** The part of a question that decides which servers are called. */
export type QuestionSigns = Pick<ToolRequest, 'question' | 'frameworks' | 'persona'>;

/** Findings of one server, and the degradation if it failed. */
export interface EnhancementResult {
  readonly enhancement: Enhancement;
  readonly findings: readonly Finding[];
  /** The server runs in this process. */
  readonly isLocal: boolean;
  readonly degradation?: Degradation;
}

/** Published when a tool call ends, in time or not. */
export const toolCallFinished = new EventChannel<Enhancement>('mcp:call:finished');

/** Published when a call is cancelled on its server. */
export const toolCallAborted = new EventChannel<{ readonly server: string; readonly tool: string }>('mcp:call:aborted');

/** Published when the circuit of a server opens, half-opens or closes. */
export const breakerChanged = new EventChannel<{ readonly server: string; readonly state: BreakerState }>(
  'mcp:breaker:changed',
);

/** Published when a session with a server has been opened; over stdio, that its process has been started. */
export const sessionOpened = new EventChannel<{ readonly server: string }>('mcp:session:opened');

/** Published for each retry and each hedge. */
export const extraAttemptMade = new EventChannel<{ readonly server: string; readonly kind: 'retry' | 'hedge' }>(
  'mcp:attempt:made',
);

/** Published for each line on the output of a child process that is no message. */
export const unparsedOutput = new EventChannel<{ readonly server: string }>('mcp:output:unparsed');

/** Published when the description of a tool differs from the approved one. */
export const toolQuarantined = new EventChannel<{
  readonly server: string;
  readonly tool: string;
  /** Value of `toolSha256` that approves the new description. */
  readonly fingerprint: string;
}>('mcp:tool:quarantined');

/** Published when the servers of a changed configuration are in force. */
export const serversReloaded = new EventChannel<{
  readonly added: readonly string[];
  readonly removed: readonly string[];
}>('mcp:servers:reloaded');

/** State of one server. */
export interface ServerState {
  readonly server: string;
  readonly breaker: BreakerState;
  /** It failed to start or was cut off too often, or its tool changed its description. */
  readonly isQuarantined: boolean;
  readonly inFlight: number;
  /** Present limit of calls in flight. */
  readonly limit: number;
  /** Upper bound of the limit. */
  readonly capacity: number;
  /** Fastest of the latest calls, milliseconds; null before enough were made. */
  readonly minRttMs: number | null;
  readonly sessions: number;
  readonly maxSessions: number;
  /** Sessions opened, or processes started, since the server was configured. */
  readonly spawns: number;
  readonly retries: number;
  readonly hedges: number;
  /** Null before the first; the reason in words, without addresses. */
  readonly lastFailure: { readonly at: number; readonly reason: string } | null;
}
