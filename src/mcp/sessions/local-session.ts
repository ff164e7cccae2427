import type { CallToolResult, Tool } from '@modelcontextprotocol/client';

import type { Clock, Deadline } from '../../core/index.js';
import type { SessionLostError } from '../mcp.errors.js';

import type { ToolSession } from './tool-session.js';

/** A tool that runs in this process. */
export interface LocalTool {
  readonly definition: Tool;
  /** @throws anything, also because the deadline has passed. */
  call(args: Record<string, unknown>, deadline: Deadline): CallToolResult | Promise<CallToolResult>;
}

/**
 * A session with a tool in this process: called as any other, without a protocol in between.
 *
 * Messages that nobody else reads would cost 0.2 ms a call, and the SDK that writes them 16 MB.
 */
export class LocalSession implements ToolSession {
  #inFlight = 0;
  #lastUsedAt: number;
  #isClosed = false;
  #served = 0;
  onLost: ((reason: SessionLostError) => void) | undefined;
  onIdle: (() => void) | undefined;

  constructor(
    private readonly tool: LocalTool,
    private readonly clock: Clock,
  ) {
    this.#lastUsedAt = clock.now();
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get lastUsedAt(): number {
    return this.#lastUsedAt;
  }

  get isUsable(): boolean {
    return !this.#isClosed;
  }

  get served(): number {
    return this.#served;
  }

  async callTool(_tool: string, args: Record<string, unknown>, deadline: Deadline): Promise<CallToolResult> {
    this.#inFlight++;
    try {
      const called = this.tool.call(args, deadline);
      const result = called instanceof Promise ? await deadline.wait(called) : called;
      this.#served++;
      return result;
    } catch (error) {
      deadline.throwIfOver();
      throw error;
    } finally {
      this.#inFlight--;
      this.#lastUsedAt = this.clock.now();
      if (this.#inFlight === 0) this.onIdle?.();
    }
  }

  async listTools(): Promise<readonly Tool[]> {
    return [this.tool.definition];
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }
}
