import type { Deadline, Finding } from '../common/index.js';
import type { JsonTemplate } from '../config/index.js';
import type { Bulkhead } from '../optimizer/index.js';

import { fillArguments } from './argument-template.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { toolCallAborted, type BreakerState, type ToolRequest } from './enhancement.js';
import type { McpSession } from './mcp-session.js';
import { ToolFailedError, ToolResultInvalidError } from './mcp.errors.js';
import { findingsFrom, type ResultMapping } from './result-mapping.js';

/** What is called on a server, and how its result reads. */
export interface McpToolOptions {
  readonly server: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, JsonTemplate>>;
  readonly result: ResultMapping;
  /** Longest time for one call, milliseconds. */
  readonly timeoutMs: number;
  readonly maxResultBytes: number;
  /** Personas it helps; empty means all of them. */
  readonly personas: readonly string[];
  /** What a reader misses when it does not answer, for example `no library passages`. */
  readonly effectOfLoss: string;
  /** It runs in this process: calling it touches nothing else. */
  readonly isLocal: boolean;
}

/** Calls one tool of one MCP server: bulkhead, then breaker, then the session, all within a deadline. */
export class McpTool {
  constructor(
    readonly options: McpToolOptions,
    private readonly session: McpSession,
    private readonly breaker: CircuitBreaker,
    private readonly bulkhead: Bulkhead,
  ) {}

  get state(): { readonly breaker: BreakerState; readonly inFlight: number; readonly capacity: number } {
    return { breaker: this.breaker.state, inFlight: this.bulkhead.inFlight, capacity: this.bulkhead.capacity };
  }

  helps(persona: string): boolean {
    const { personas } = this.options;
    return personas.length === 0 || personas.includes(persona);
  }

  /**
   * What the tool has to say on a question.
   *
   * @param deadline Absolute; when it or the tool's own time-out passes, the server is told to stop.
   * @throws {BulkheadRejectedError | CircuitOpenError} without calling the server.
   * @throws {DeadlineExceededError | ToolFailedError | ToolResultInvalidError}
   */
  call(request: ToolRequest, deadline: Deadline): Promise<Finding[]> {
    return this.bulkhead.execute(() => this.breaker.execute(() => this.#attempt(request, deadline)));
  }

  async close(): Promise<void> {
    this.breaker.close();
    await this.session.close();
  }

  async #attempt(request: ToolRequest, deadline: Deadline): Promise<Finding[]> {
    const { server, tool, maxResultBytes, timeoutMs } = this.options;
    using attempt = deadline.child(timeoutMs);
    try {
      const result = await this.session.callTool(tool, fillArguments(this.options.arguments, request), attempt);
      if (result.isError === true) throw new ToolFailedError(server, tool);
      const bytes = Buffer.byteLength(JSON.stringify(result));
      if (bytes > maxResultBytes) {
        throw new ToolResultInvalidError(server, `with ${bytes} bytes where ${maxResultBytes} are allowed`);
      }
      return findingsFrom(server, result, this.options.result);
    } catch (error) {
      if (attempt.isOver) {
        toolCallAborted.publish({ server, tool });
        attempt.throwIfOver();
      }
      throw error;
    }
  }
}
