import type { Clock, Deadline } from '../../core/index.js';
import type { SessionLostError } from '../transport/mcp.errors.js';
import type { ToolDescription, ToolReply } from '../transport/peer-tools.js';

/** A session with a server, shared by many calls at once. */
export abstract class ToolSession {
  #inFlight = 0;
  #lastUsedAt: number;
  #served = 0;
  /** Called once, when the session ends without having been closed. */
  onLost: ((reason: SessionLostError) => void) | undefined;
  /** Called whenever the last call in flight has ended. */
  onIdle: (() => void) | undefined;

  constructor(protected readonly clock: Clock) {
    this.#lastUsedAt = clock.now();
  }

  abstract get isUsable(): boolean;

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Monotonic milliseconds. */
  get lastUsedAt(): number {
    return this.#lastUsedAt;
  }

  /** Calls that succeeded. */
  get served(): number {
    return this.#served;
  }

  /**
   * Calls a tool. When the deadline passes, the call is cancelled on the server.
   *
   * @param definition The tool as the server described it, if known.
   * @throws {DeadlineExceededError | CancelledError} if the deadline ends first.
   * @throws {SessionLostError | ResultTooLargeError} if the connection ends first.
   * @throws {ToolResultInvalidError} if the reply violates the protocol or the tool's schema.
   */
  async callTool(
    tool: string,
    args: Record<string, unknown>,
    deadline: Deadline,
    definition?: ToolDescription,
  ): Promise<ToolReply> {
    const result = await this.use(deadline, () => this.request(tool, args, deadline, definition));
    this.#served++;
    return result;
  }

  /** Every tool the server offers, without a cache. */
  abstract listTools(deadline: Deadline): Promise<readonly ToolDescription[]>;

  /** Ends the connection; a process behind it is asked to end, then forced to. */
  abstract close(): Promise<void>;

  protected abstract request(
    tool: string,
    args: Record<string, unknown>,
    deadline: Deadline,
    definition?: ToolDescription,
  ): ToolReply | Promise<ToolReply>;

  /** What an error of {@link request} means to the caller. */
  protected explain(error: unknown): unknown {
    return error;
  }

  /** @param work Ends with the signal of the deadline. */
  protected async use<T>(deadline: Deadline, work: () => T | Promise<T>): Promise<T> {
    this.#inFlight++;
    try {
      return await work();
    } catch (error) {
      deadline.throwIfOver();
      throw this.explain(error);
    } finally {
      this.#inFlight--;
      this.#lastUsedAt = this.clock.now();
      if (this.#inFlight === 0) this.onIdle?.();
    }
  }
}
