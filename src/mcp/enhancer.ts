import {
  CancelledError,
  DeadlineExceededError,
  roundToMicroseconds,
  type Clock,
  type Deadline,
  type DegradationCause,
  type Finding,
} from '../common/index.js';
import { BulkheadRejectedError } from '../optimizer/index.js';

import {
  toolCallFinished,
  type EnhancementOutcome,
  type EnhancementResult,
  type PlannedEnhancement,
  type ToolRequest,
} from './enhancement.js';
import type { McpTool } from './mcp-tool.js';
import { CircuitOpenError, ToolResultInvalidError } from './mcp.errors.js';

/** Calls under way for one question; read it at any time, the rest counts as late. */
export class EnhancementRun {
  readonly #results: (EnhancementResult | undefined)[];
  /** Fulfils when every call has ended, well or not; never rejects. */
  readonly settled: Promise<void>;

  constructor(
    private readonly tools: readonly McpTool[],
    request: ToolRequest,
    deadline: Deadline,
    private readonly clock: Clock,
    private readonly startedAt = clock.now(),
  ) {
    this.#results = tools.map(() => undefined);
    this.settled = Promise.all(
      tools.map(async (tool, i) => {
        this.#results[i] = await this.#call(tool, request, deadline);
      }),
    ).then(() => undefined);
  }

  /** True while a call is under way. */
  get isPending(): boolean {
    return this.#results.includes(undefined);
  }

  /** What each server contributed so far, in the order of the plan. */
  get results(): EnhancementResult[] {
    return this.tools.map((tool, i) => this.#results[i] ?? this.#lost(tool, 'late', 'deadline'));
  }

  async #call(tool: McpTool, request: ToolRequest, deadline: Deadline): Promise<EnhancementResult> {
    const result = await tool.call(request, deadline).then(
      (findings) => this.#result(tool, 'used', findings),
      (error: unknown) => this.#lost(tool, ...classify(error)),
    );
    toolCallFinished.publish(result.enhancement);
    return result;
  }

  #result(tool: McpTool, outcome: EnhancementOutcome, findings: readonly Finding[]): EnhancementResult {
    const durationMs = roundToMicroseconds(this.clock.now() - this.startedAt);
    return { enhancement: { server: tool.options.server, tool: tool.options.tool, outcome, durationMs }, findings };
  }

  #lost(tool: McpTool, outcome: EnhancementOutcome, cause: DegradationCause): EnhancementResult {
    const { server, effectOfLoss } = tool.options;
    return {
      ...this.#result(tool, outcome, []),
      degradation: { component: `mcp:${server}`, cause, effect: effectOfLoss },
    };
  }
}

/** Asks every MCP server that can help, at once. */
export class Enhancer {
  constructor(
    private readonly tools: readonly McpTool[],
    private readonly clock: Clock,
  ) {}

  /** The calls that would be made for a lead persona. */
  planFor(persona: string): PlannedEnhancement[] {
    return this.#toolsFor(persona).map(({ options: { server, tool } }) => ({ server, tool }));
  }

  /** Starts the calls. `deadline` ends those still under way and tells their servers so. */
  start(request: ToolRequest, deadline: Deadline): EnhancementRun {
    return new EnhancementRun(this.#toolsFor(request.persona), request, deadline, this.clock);
  }

  /** Calls the servers in this process once, so that the first question finds them connected; never rejects. */
  async warmUp(request: ToolRequest, deadline: Deadline): Promise<void> {
    const local = this.tools.filter(({ options }) => options.isLocal);
    await Promise.allSettled(local.map((tool) => tool.call(request, deadline)));
  }

  /** State of every server, for reports. */
  get servers(): readonly ({ readonly server: string } & McpTool['state'])[] {
    return this.tools.map((tool) => ({ server: tool.options.server, ...tool.state }));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.tools.map((tool) => tool.close()));
  }

  #toolsFor(persona: string): McpTool[] {
    return this.tools.filter((tool) => tool.helps(persona));
  }
}

function classify(error: unknown): [EnhancementOutcome, DegradationCause] {
  if (error instanceof DeadlineExceededError || error instanceof CancelledError) return ['late', 'deadline'];
  if (error instanceof CircuitOpenError) return ['open', 'circuit_open'];
  if (error instanceof BulkheadRejectedError) return ['shed', 'shed'];
  if (error instanceof ToolResultInvalidError) return ['failed', 'invalid_response'];
  return ['failed', 'failed'];
}
