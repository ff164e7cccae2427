import {
  CancelledError,
  DeadlineExceededError,
  roundToMicroseconds,
  type Clock,
  type Deadline,
  type DegradationCause,
  type Finding,
} from '../core/index.js';
import type { PoolUse } from '../memory/index.js';
import { BulkheadRejectedError } from '../resilience/index.js';

import {
  toolCallFinished,
  type EnhancementOutcome,
  type EnhancementResult,
  type PlannedEnhancement,
  type QuestionSigns,
  type ServerState,
  type ToolRequest,
} from './tools/enhancement.js';
import type { Contribution, EnhancingTool } from './tools/enhancing-tool.js';
import { InProcessTool } from './tools/in-process-tool.js';
import { McpTool } from './tools/mcp-tool.js';
import {
  CircuitOpenError,
  ResultTooLargeError,
  ServerCutOffError,
  SessionsExhaustedError,
  ToolResultInvalidError,
} from './transport/mcp.errors.js';
import type { ServerRegistry } from './server-registry.js';

/** The calls for one question: those of this process are made at once. Readable at any time: a call in flight counts as late. */
export class EnhancementRun {
  readonly #results: (EnhancementResult | undefined)[];
  /** Fulfills when every call has ended; never rejects. */
  readonly settled: Promise<void>;

  constructor(
    private readonly tools: readonly EnhancingTool[],
    request: ToolRequest,
    deadline: Deadline,
    private readonly clock: Clock,
    private readonly startedAt = clock.now(),
  ) {
    this.#results = tools.map(() => undefined);
    const inFlight = tools.flatMap((tool, i) => this.#start(tool, i, request, deadline) ?? []);
    this.settled = Promise.all(inFlight).then(() => undefined);
  }

  /** True while a call is in flight. */
  get isPending(): boolean {
    return this.#results.includes(undefined);
  }

  /** The results so far, in the order of the plan. */
  get results(): EnhancementResult[] {
    return this.tools.map((tool, i) => this.#results[i] ?? this.#lost(tool, 'late', 'deadline'));
  }

  /** @returns a promise for a call that is still in flight. */
  #start(tool: EnhancingTool, i: number, request: ToolRequest, deadline: Deadline): Promise<void> | undefined {
    const end = (result: EnhancementResult) => {
      this.#results[i] = result;
      toolCallFinished.publish(result.enhancement);
    };
    const fail = (error: unknown) => end(this.#lost(tool, ...classify(error)));
    const succeed = ({ findings, isCached }: Contribution) =>
      end(this.#result(tool, outcomeOf(tool, findings, isCached), findings));
    try {
      const contribution = tool.call(request, deadline);
      if (contribution instanceof Promise) return contribution.then(succeed, fail);
      succeed(contribution);
    } catch (error) {
      fail(error);
    }
    return undefined;
  }

  #result(tool: EnhancingTool, outcome: EnhancementOutcome, findings: readonly Finding[]): EnhancementResult {
    const durationMs = roundToMicroseconds(this.clock.now() - this.startedAt);
    const { server, tool: name, isLocal } = tool.options;
    return { enhancement: { server, tool: name, outcome, durationMs }, findings, isLocal };
  }

  #lost(tool: EnhancingTool, outcome: EnhancementOutcome, cause: DegradationCause): EnhancementResult {
    const { server, effectOfLoss } = tool.options;
    return {
      ...this.#result(tool, outcome, []),
      degradation: { component: `mcp:${server}`, cause, effect: effectOfLoss },
    };
  }
}

/** Calls every MCP server that a question calls for, in parallel. */
export class Enhancer {
  constructor(
    private readonly registry: ServerRegistry,
    private readonly clock: Clock,
  ) {}

  /** The calls that would be made for a question. */
  planFor(signs: QuestionSigns): PlannedEnhancement[] {
    return this.#toolsFor(signs).map(({ options: { server, tool } }) => ({ server, tool }));
  }

  /** Starts the calls; `deadline` cancels those still in flight. */
  start(request: ToolRequest, deadline: Deadline): EnhancementRun {
    return new EnhancementRun(this.#toolsFor(request), request, deadline, this.clock);
  }

  /** Calls the built-in servers once, so that the first question finds them warm. */
  warmUp(request: ToolRequest): void {
    for (const tool of this.registry.tools) if (tool instanceof InProcessTool) tool.call(request);
  }

  /** State of every server, for reports. */
  get servers(): readonly ServerState[] {
    return this.registry.tools.map((tool) => tool.state);
  }

  /** Use of sessions, summed over the servers. */
  get poolUse(): PoolUse {
    const uses = this.registry.tools.flatMap((tool) => (tool instanceof McpTool ? [tool.poolUse] : []));
    const sum = (of: keyof PoolUse) => uses.reduce((total, use) => total + use[of], 0);
    return { made: sum('made'), uses: sum('uses'), available: sum('available'), borrowed: sum('borrowed') };
  }

  #toolsFor(signs: QuestionSigns): EnhancingTool[] {
    return this.registry.tools.filter((tool) => tool.isCalledFor(signs));
  }
}

/** A server whose result is left unquoted by configuration was used. */
function outcomeOf({ options }: EnhancingTool, findings: readonly Finding[], isCached: boolean): EnhancementOutcome {
  if (findings.length === 0 && options.result.ignore !== true) return 'nothing';
  return isCached ? 'cached' : 'used';
}

function classify(error: unknown): [EnhancementOutcome, DegradationCause] {
  if (error instanceof DeadlineExceededError || error instanceof CancelledError) return ['late', 'deadline'];
  if (error instanceof CircuitOpenError) return ['open', 'circuit_open'];
  if (error instanceof BulkheadRejectedError || error instanceof SessionsExhaustedError) return ['shed', 'shed'];
  if ([ResultTooLargeError, ServerCutOffError, ToolResultInvalidError].some((kind) => error instanceof kind)) {
    return ['failed', 'invalid_response'];
  }
  return ['failed', 'failed'];
}

/**
 * The findings of all servers, most relevant first: configured servers hold the asker's own data and precede built-in
 * ones; within each group, every server's first finding precedes any second one.
 */
export function findingsInOrder(results: readonly EnhancementResult[]): Finding[] {
  const ranked = results.flatMap(({ findings, isLocal }) =>
    findings.map((finding, rank) => ({
      finding: isLocal ? finding : { ...finding, isFromOperator: true as const },
      order: [Number(isLocal), rank] as const,
    })),
  );
  return ranked
    .toSorted(({ order: [placeA, rankA] }, { order: [placeB, rankB] }) => placeA - placeB || rankA - rankB)
    .map(({ finding }) => finding);
}
