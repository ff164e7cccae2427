import {
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  type CallToolResult,
  type Client,
  type Tool,
} from '@modelcontextprotocol/client';

import type { HttpServerConfig, StdioServerConfig } from '../../config/index.js';
import { Deadline, traceHeaders, type CancelTimer, type Clock } from '../../core/index.js';
import { connectHttp, connectStdio, type Connection } from '../transport/connect.js';
import { SessionLostError, ToolResultInvalidError, type SessionLoss } from '../transport/mcp.errors.js';

import { ToolSession } from './tool-session.js';

export interface McpSessionOptions {
  readonly server: string;
  /**
   * A server silent for so long during a call gets a ping; silent for as long again, it is replaced, milliseconds.
   * Undefined for servers that this process did not start.
   */
  readonly livenessMs?: number | undefined;
}

/** A connection to an MCP server over stdio or HTTP, watched for silence while calls are in flight. */
export class McpSession extends ToolSession {
  readonly #client: Client;
  #lastMessageAt: number;
  #cancelWatch: CancelTimer | undefined;
  /** Start of the present silence: the first of the calls in flight began, or a ping was sent. */
  #askedAt = 0;
  #lost: SessionLostError | undefined;
  #isClosed = false;

  constructor(
    private readonly options: McpSessionOptions,
    private readonly connection: Connection,
    clock: Clock,
  ) {
    super(clock);
    this.#client = connection.client;
    this.#lastMessageAt = clock.now();
    connection.onMessage(() => (this.#lastMessageAt = clock.now()));
    this.#client.onclose = () => this.#lose('closed');
  }

  /** Starts a child process and opens a session with it. */
  static async overStdio(server: StdioServerConfig, onUnparsedLine: () => void, clock: Clock): Promise<McpSession> {
    const { id, livenessMs } = server;
    return new McpSession({ server: id, livenessMs }, await connectStdio(server, onUnparsedLine, clock), clock);
  }

  /** Opens a session over Streamable HTTP. */
  static async overHttp(server: HttpServerConfig, clock: Clock): Promise<McpSession> {
    return new McpSession({ server: server.id }, await connectHttp(server), clock);
  }

  get isUsable(): boolean {
    return this.#lost === undefined && !this.#isClosed;
  }

  async listTools(deadline: Deadline): Promise<readonly Tool[]> {
    // The SDK would answer for a server without tools, and print so on standard output.
    if (this.#client.getServerCapabilities()?.tools === undefined) return [];
    const { signal, remainingMs } = deadline;
    const options = { signal, timeout: backupMs(remainingMs), cacheMode: 'refresh' as const };
    const { tools } = await this.use(deadline, () => this.#client.listTools(undefined, options));
    return tools;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelWatch?.();
    await this.#client.close();
  }

  protected override request(
    tool: string,
    args: Record<string, unknown>,
    deadline: Deadline,
    definition?: Tool,
  ): Promise<CallToolResult> {
    const { signal, remainingMs } = deadline;
    const options = { signal, timeout: backupMs(remainingMs) };
    const { traceparent } = traceHeaders();
    const meta = traceparent === undefined ? {} : { _meta: { traceparent } };
    const params = { name: tool, arguments: args, ...meta };
    // `callTool` adds support for tools with an output schema and for headers of the newest protocol.
    const isPlain =
      definition !== undefined && definition.outputSchema === undefined && this.#client.getProtocolEra() === 'legacy';
    return isPlain
      ? this.#client.request({ method: 'tools/call', params }, options)
      : this.#client.callTool(params, options);
  }

  protected override use<T>(deadline: Deadline, work: () => T | Promise<T>): Promise<T> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    if (this.inFlight === 0) {
      this.#askedAt = this.clock.now();
      this.#watch();
    }
    return super.use(deadline, work);
  }

  protected override explain(error: unknown): unknown {
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

  /** Checks liveness while calls are in flight: a frozen process never closes its pipes. */
  #watch(): void {
    const { livenessMs } = this.options;
    // One timer serves all the calls until it fires.
    if (livenessMs === undefined || this.#cancelWatch !== undefined) return;
    const silentSince = Math.max(this.#lastMessageAt, this.#askedAt);
    this.#cancelWatch = this.clock.schedule(Math.max(1, silentSince + livenessMs - this.clock.now()), () => {
      this.#cancelWatch = undefined;
      if (this.inFlight === 0) return;
      if (this.clock.now() - Math.max(this.#lastMessageAt, this.#askedAt) >= livenessMs) {
        this.#askedAt = this.clock.now();
        void this.#ping(livenessMs);
      }
      this.#watch();
    });
  }

  async #ping(withinMs: number): Promise<void> {
    const lastMessageAt = this.#lastMessageAt;
    using deadline = Deadline.after(this.clock, withinMs);
    // Any message counts, also the error of a server without ping.
    await deadline.wait(this.#client.ping({ timeout: backupMs(withinMs) })).catch(() => undefined);
    if (this.#lastMessageAt > lastMessageAt || !this.isUsable || this.inFlight === 0) return;
    this.#lose('frozen');
    this.connection.kill?.();
  }

  #lose(loss: SessionLoss): void {
    if (this.#lost !== undefined || this.#isClosed) return;
    this.#lost = new SessionLostError(this.options.server, loss);
    this.#cancelWatch?.();
    this.onLost?.(this.#lost);
    void this.#client.close().catch(() => undefined);
  }
}

/** How much later than the deadline, milliseconds. */
const BACKUP_MS = 30_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The SDK's own timer only backs up the deadline, which carries the reason; beyond the maximum it would fire at once. */
function backupMs(remainingMs: number): number {
  return Math.min(Math.ceil(remainingMs) + BACKUP_MS, MAX_TIMER_MS);
}

/** The reply arrived, but is not JSON, not JSON-RPC, or does not match its schema. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof SdkError) {
    return error.code === SdkErrorCode.InvalidResult || error.code === SdkErrorCode.ClientHttpUnexpectedContent;
  }
  // By name: the errors of the parser and of the SDK's own copy of the schema library.
  const { name } = error as Partial<Error>;
  return name === 'SyntaxError' || name === 'ZodError';
}
