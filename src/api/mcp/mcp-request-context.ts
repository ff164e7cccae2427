import type { Caller } from '../../core/index.js';
import type { Headers } from '../../http/index.js';

/** A message's way to us: who sent it, when it arrived and what its transport adds. */
export interface McpRequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** Of the HTTP request; none over standard input. */
  readonly headers: Headers;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
}
