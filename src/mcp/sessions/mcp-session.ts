import {
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  type CallToolResult,
  type Client,
  type Tool,
} from '@modelcontextprotocol/client';

import { Deadline, traceHeaders, type CancelTimer, type Clock } from '../../core/index.js';
import { SessionLostError, ToolResultInvalidError, type SessionLoss } from '../mcp.errors.js';
import type { Connection } from '../transport/connect.js';

import type { ToolSession } from './tool-session.js';

export interface McpSessionOptions {
  readonly server: string;
  /**
   * A server that says nothing for so long while it is asked gets a ping, and is given up if it does not answer that
   * in the same time, milliseconds; undefined for servers that are not ours to replace.
   */
  readonly livenessMs?: number | undefined;
}

/** One connection to one MCP server, shared by all calls of whoever may use it. */
export class McpSession implements ToolSession {
  readonly #client: Client;
  #inFlight = 0;
  #lastUsedAt: number;
  #heardAt: number;
  #cancelWatch: CancelTimer | undefined;
  /** Since when it owes a word: the first of the calls under way began, or it was pinged. */
  #askedAt = 0;
  #lost: SessionLostError | undefined;
  #isClosed = false;
  #served = 0;
  onLost: ((reason: SessionLostError) => void) | undefined;
  onIdle: (() => void) | undefined;

  constructor(
    private readonly options: McpSessionOptions,
    private readonly connection: Connection,
    private readonly clock: Clock,
  ) {
    this.#client = connection.client;
    this.#lastUsedAt = this.#heardAt = clock.now();
    connection.onHeard(() => (this.#heardAt = clock.now()));
    this.#client.onclose = () => this.#lose('closed');
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get lastUsedAt(): number {
    return this.#lastUsedAt;
  }

  get isUsable(): boolean {
    return this.#lost === undefined && !this.#isClosed;
  }

  get served(): number {
    return this.#served;
  }

  async callTool(
    tool: string,
    args: Record<string, unknown>,
    deadline: Deadline,
    definition?: Tool,
  ): Promise<CallToolResult> {
    const { signal, remainingMs } = deadline;
    const options = { signal, timeout: backupMs(remainingMs) };
    const { traceparent } = traceHeaders();
    const params =
      traceparent === undefined
        ? { name: tool, arguments: args }
        : { name: tool, arguments: args, _meta: { traceparent } };
    // What `callTool` adds is for tools with an output schema and for headers of the newest protocol.
    const isPlain =
      definition !== undefined && definition.outputSchema === undefined && this.#client.getProtocolEra() === 'legacy';
    const result = await this.#use(deadline, () =>
      isPlain
        ? this.#client.request({ method: 'tools/call', params }, options)
        : this.#client.callTool(params, options),
    );
    this.#served++;
    return result;
  }

  async listTools(deadline: Deadline): Promise<readonly Tool[]> {
    // The SDK would answer for a server without tools, and say so on standard output.
    if (this.#client.getServerCapabilities()?.tools === undefined) return [];
    const { signal, remainingMs } = deadline;
    const options = { signal, timeout: backupMs(remainingMs), cacheMode: 'refresh' as const };
    const { tools } = await this.#use(deadline, () => this.#client.listTools(undefined, options));
    return tools;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelWatch?.();
    await this.#client.close();
  }

  /** @param work Ends with the signal of the deadline. */
  async #use<T>(deadline: Deadline, work: () => Promise<T>): Promise<T> {
    if (this.#lost !== undefined) throw this.#lost;
    this.#inFlight++;
    if (this.#inFlight === 1) {
      this.#askedAt = this.clock.now();
      this.#watch();
    }
    try {
      return await work();
    } catch (error) {
      deadline.throwIfOver();
      throw this.#explain(error);
    } finally {
      this.#inFlight--;
      this.#lastUsedAt = this.clock.now();
      if (this.#inFlight === 0) this.onIdle?.();
    }
  }

  /** What the SDK's error means to those who asked. */
  #explain(error: unknown): unknown {
    const { server } = this.options;
    const failure = this.connection.failure();
    if (failure !== undefined) return failure;
    if (error instanceof SdkHttpError && error.data.status === 404) {
      this.#lose('forgotten');
      return this.#lost;
    }
    if (this.#lost !== undefined) return this.#lost;
    if (isUnreadable(error)) return new ToolResultInvalidError(server, 'not as the protocol says', { cause: error });
    return error;
  }

  /** While a call is under way, makes sure that the server is alive: a frozen process never closes its pipes. */
  #watch(): void {
    const { livenessMs } = this.options;
    // One look serves all the calls until then, so that a call that ends in time costs no timer of its own.
    if (livenessMs === undefined || this.#cancelWatch !== undefined) return;
    const silentSince = Math.max(this.#heardAt, this.#askedAt);
    this.#cancelWatch = this.clock.schedule(Math.max(1, silentSince + livenessMs - this.clock.now()), () => {
      this.#cancelWatch = undefined;
      if (this.#inFlight === 0) return;
      if (this.clock.now() - Math.max(this.#heardAt, this.#askedAt) >= livenessMs) {
        this.#askedAt = this.clock.now();
        void this.#ping(livenessMs);
      }
      this.#watch();
    });
  }

  async #ping(withinMs: number): Promise<void> {
    const heardBefore = this.#heardAt;
    using deadline = Deadline.after(this.clock, withinMs);
    // Any answer will do, that it knows no ping as well.
    await deadline.wait(this.#client.ping({ timeout: backupMs(withinMs) })).catch(() => undefined);
    if (this.#heardAt > heardBefore || !this.isUsable || this.#inFlight === 0) return;
    this.#lose('frozen');
    this.connection.kill?.();
  }

  #lose(how: SessionLoss): void {
    if (this.#lost !== undefined || this.#isClosed) return;
    this.#lost = new SessionLostError(this.options.server, how);
    this.#cancelWatch?.();
    this.onLost?.(this.#lost);
    void this.#client.close().catch(() => undefined);
  }
}

/** The SDK's own timer only backs up the deadline, which carries the reason; a longer one would fire at once. */
function backupMs(remainingMs: number): number {
  return Math.min(Math.ceil(remainingMs) + 1_000, 2 ** 31 - 1);
}

/** The reply arrived, but is not JSON, not JSON-RPC, or off the schema of its kind. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof SdkError) {
    return error.code === SdkErrorCode.InvalidResult || error.code === SdkErrorCode.ClientHttpUnexpectedContent;
  }
  // By name: the errors of the parser and of the SDK's own copy of the schema library.
  const { name } = error as Partial<Error>;
  return name === 'SyntaxError' || name === 'ZodError';
}
