import * as z from 'zod';

import { EventChannel, type Degradation, type Finding } from '../../core/index.js';

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
  /** Who asks, in their own words; empty if they did not say. */
  readonly role: string;
  /** Ids of the frameworks detected, best first. */
  readonly frameworks: readonly string[];
  /** Id of the lead persona. */
  readonly persona: string;
  /** What the conversation was about before, oldest first. */
  readonly earlier: { readonly questions: readonly string[]; readonly frameworks: readonly string[] };
  /** Whose question it is; no server is told. */
  readonly tenant: string;
  /** A kept result will not do. */
  readonly isFresh: boolean;
}

/** What of a question decides which servers it calls for. */
export type QuestionSigns = Pick<ToolRequest, 'question' | 'frameworks' | 'persona'>;

/** What one server contributed, and what is missing if it did not. */
export interface EnhancementResult {
  readonly enhancement: Enhancement;
  readonly findings: readonly Finding[];
  /** The server runs in this process. */
  readonly isLocal: boolean;
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

/** Published when a session with a server was opened; for a child process, that it was started. */
export const sessionOpened = new EventChannel<{ readonly server: string }>('mcp:session:opened');

/** Published when a server is called once more than asked for. */
export const extraAttemptMade = new EventChannel<{ readonly server: string; readonly kind: 'retry' | 'hedge' }>(
  'mcp:attempt:made',
);

/** Published for each line of a child process that is no message. */
export const unparsedOutput = new EventChannel<{ readonly server: string }>('mcp:noise:heard');

/** Published when a tool is no longer described as it was when it was approved. */
export const toolQuarantined = new EventChannel<{
  readonly server: string;
  readonly tool: string;
  /** What `toolSha256` has to be set to for the new description to be approved. */
  readonly fingerprint: string;
}>('mcp:tool:quarantined');

/** Published when the servers in use have been replaced by those of the configuration file, or could not be. */
export const serversReloaded = new EventChannel<
  | { readonly ok: true; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly ok: false; readonly mistakes: string }
>('mcp:servers:reloaded');

/** How one server stands. */
export interface ServerState {
  readonly server: string;
  readonly breaker: BreakerState;
  /** It failed to start too often, or its tool changed its description. */
  readonly isQuarantined: boolean;
  readonly inFlight: number;
  /** Calls that may be in flight now. */
  readonly limit: number;
  /** Upper bound of the limit. */
  readonly capacity: number;
  /** Fastest of the latest calls, milliseconds; null before it is known. */
  readonly minRttMs: number | null;
  readonly sessions: number;
  readonly maxSessions: number;
  /** Sessions opened, or processes started, since the server was configured. */
  readonly spawns: number;
  readonly retries: number;
  readonly hedges: number;
}
