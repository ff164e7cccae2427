import type { Deadline, Finding } from '../../core/index.js';

import type { QuestionSigns, ServerState, ToolRequest } from './enhancement.js';
import type { ResultMapping } from './result-mapping.js';

/** What a tool is called, and how its result counts. */
export interface EnhancingToolOptions {
  readonly server: string;
  readonly tool: string;
  readonly result: ResultMapping;
  /** What an answer lacks without it, for example `no library passages`. */
  readonly effectOfLoss: string;
  /** It runs in this process. */
  readonly isLocal: boolean;
}

/** Findings of a tool, and whether they came from the cache. */
export interface Contribution {
  readonly findings: readonly Finding[];
  readonly isCached: boolean;
}

/** One tool of one MCP server, from a question to findings. */
export interface EnhancingTool {
  readonly options: EnhancingToolOptions;
  readonly state: ServerState;
  /** Whether a question calls for it. */
  isCalledFor(signs: QuestionSigns): boolean;
  /**
   * The findings for a question: at once, where nothing has to be waited for.
   *
   * @param deadline Absolute; a call that has not ended by then is cancelled on the server.
   */
  call(request: ToolRequest, deadline: Deadline): Contribution | Promise<Contribution>;
  /** Ends its sessions as soon as their last call has ended. */
  drain(): Promise<void>;
}
