import type { Caller } from '../../core/index.js';
import type { Headers } from '../../http/index.js';

/** Caller, arrival and transport metadata of an MCP message. */
export interface McpRequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** Of the HTTP request; none over standard input. */
  readonly headers: Headers;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
}
