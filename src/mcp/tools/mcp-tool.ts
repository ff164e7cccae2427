import type { Deadline, Finding } from '../../core/index.js';
import type { JsonTemplate } from '../../config/index.js';
import type { PoolUse } from '../../memory/index.js';
import type { GradientLimit } from '../../resilience/index.js';

import { compileArguments } from './argument-template.js';
import type { QuestionSigns, ServerState, ToolRequest } from './enhancement.js';
import type { SessionPool } from '../sessions/session-pool.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { ToolCaller } from './tool-caller.js';
import { findingsFrom, type ResultMapping } from './result-mapping.js';
import type { Signals } from '../signals.js';
import type { ToolResults } from './tool-results.js';
import type { ToolPinning } from './tool-pinning.js';

/** What is called on a server, and how its result reads. */
export interface McpToolOptions {
  readonly server: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, JsonTemplate>>;
  readonly result: ResultMapping;
  /** Upper bound of calls in flight. */
  readonly capacity: number;
  /** What a reader misses when it does not answer, for example `no library passages`. */
  readonly effectOfLoss: string;
  /** It runs in this process: calling it touches nothing else. */
  readonly isLocal: boolean;
  /** Changes with what its results are made from besides the arguments. */
  readonly edition?: () => string;
}

export interface McpToolParts {
  readonly signals: Signals;
  readonly caller: ToolCaller;
  readonly approval: ToolPinning;
  readonly breaker: CircuitBreaker;
  readonly limit: GradientLimit;
  readonly pool: SessionPool;
  /** Absent for tools whose results are not kept. */
  readonly results?: ToolResults | undefined;
}

/** What a tool contributed, and whether it had to be asked for it. */
export interface Contribution {
  readonly findings: readonly Finding[];
  readonly isCached: boolean;
}

/** One tool of one MCP server, from a question to findings. */
export class McpTool {
  readonly #argumentsFor: ReturnType<typeof compileArguments>;

  constructor(
    readonly options: McpToolOptions,
    private readonly parts: McpToolParts,
  ) {
    this.#argumentsFor = compileArguments(options.arguments);
  }

  get state(): ServerState {
    const { approval, breaker, caller, limit, pool } = this.parts;
    const { sessions, maxSessions, opened } = pool.state;
    return {
      server: this.options.server,
      breaker: breaker.state,
      isQuarantined: pool.isQuarantined || approval.isQuarantined,
      inFlight: limit.inFlight,
      limit: limit.limit,
      capacity: this.options.capacity,
      minRttMs: caller.minRttMs,
      sessions,
      maxSessions,
      spawns: opened,
      ...caller.extraAttempts,
    };
  }

  /** How its sessions are used. */
  get poolUse(): PoolUse {
    return this.parts.pool.use;
  }

  /** Whether a question calls for it. */
  isCalledFor(signs: QuestionSigns): boolean {
    return this.parts.signals.callFor(signs);
  }

  /**
   * What the tool has to say on a question.
   *
   * @param deadline Absolute; when it or the tool's own time-out passes, the server is told to stop.
   * @throws what {@link ToolCaller.call} throws.
   */
  async call(request: ToolRequest, deadline: Deadline): Promise<Contribution> {
    const { server, tool, result, edition } = this.options;
    const { caller, results } = this.parts;
    const { tenant, question } = request;
    const args = this.#argumentsFor(request);
    const make = () =>
      caller.call({ tenant, args, read: (said) => findingsFrom(server, said, result, question) }, deadline);
    if (results === undefined || request.isFresh) return { findings: await make(), isCached: false };
    const basis = [args, result, edition?.() ?? '', result.passages === undefined ? '' : question];
    const found = await results.getOrCompute(
      { server, tool, tenant, basis },
      async () => ({ findings: await make() }),
      deadline,
    );
    return { findings: found.value.findings, isCached: found.tier !== null || found.isCollapsed };
  }

  /** Takes no more calls of its own accord, and ends its sessions as soon as the last call has ended. */
  async drain(): Promise<void> {
    this.parts.breaker.close();
    await this.parts.pool.drain();
  }
}
