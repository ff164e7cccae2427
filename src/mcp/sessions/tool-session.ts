import type { CallToolResult, Tool } from '@modelcontextprotocol/client';

import type { Deadline } from '../../core/index.js';
import type { SessionLostError } from '../mcp.errors.js';

/** A way to the tools of a server that many calls share. */
export interface ToolSession {
  readonly inFlight: number;
  /** Monotonic milliseconds. */
  readonly lastUsedAt: number;
  readonly isUsable: boolean;
  /** Calls that ended well. */
  readonly served: number;
  /** Told once, when the session ends without having been closed. */
  onLost: ((reason: SessionLostError) => void) | undefined;
  /** Told whenever a call ends. */
  onIdle: (() => void) | undefined;

  /**
   * Calls a tool. When the deadline passes, the server is told that nobody waits any more.
   *
   * @param definition What the server said about the tool, if it is known.
   * @throws {DeadlineExceededError | CancelledError} if the deadline ends first.
   * @throws {SessionLostError | ResultTooLargeError} if the connection ends first.
   * @throws {ToolResultInvalidError} if the reply is not what the protocol or the tool's schema says.
   */
  callTool(tool: string, args: Record<string, unknown>, deadline: Deadline, definition?: Tool): Promise<CallToolResult>;

  /** Every tool the server offers, asked afresh. */
  listTools(deadline: Deadline): Promise<readonly Tool[]>;

  /** Ends the connection; a process behind it is asked to end, then forced to. */
  close(): Promise<void>;
}
