import { ProtocolError, SdkError, SdkErrorCode, type Client } from '@modelcontextprotocol/client';

import type { HttpServerConfig, StdioServerConfig } from '../../config/index.js';
import { Deadline, traceHeaders, type CancelTimer, type Clock } from '../../core/index.js';

import { connectHttp, connectStdio, type Connection } from '../transport/connect.js';
import {
  ServerCutOffError,
  SessionLostError,
  ToolResultInvalidError,
  type SessionLoss,
} from '../transport/mcp.errors.js';
import { cutOff, givenResult } from '../transport/peer-messages.js';
import {
  offProtocol,
  readToolPage,
  readToolReply,
  type ToolDescription,
  type ToolPage,
  type ToolReply,
} from '../transport/peer-tools.js';

import { hasShape } from './schema-check.js';
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
    return new McpSession({ server: server.id }, await connectHttp(server, clock), clock);
  }

  get isUsable(): boolean {
    return this.#lost === undefined && !this.#isClosed;
  }

  async listTools(deadline: Deadline): Promise<readonly ToolDescription[]> {
    try {
      return await this.use(deadline, () => this.#listTools(deadline));
    } catch (error) {
      // Servers elsewhere have many ways to say that they do not know a session: the next call opens another one.
      if (this.options.livenessMs === undefined) this.#lose('forgotten');
      this.#closeIfForgotten();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelWatch?.();
    await this.#client.close();
  }

  protected override async request(
    tool: string,
    args: Record<string, unknown>,
    deadline: Deadline,
    definition?: ToolDescription,
  ): Promise<ToolReply> {
    const { traceparent } = traceHeaders();
    const meta = traceparent === undefined ? {} : { _meta: { traceparent } };
    const params = { name: tool, arguments: args, ...meta };
    const options = optionsFor(deadline);
    const isPlain = definition === undefined || this.#client.getProtocolEra() === 'legacy';
    // `callTool` adds the headers of the newest protocol, from the schema of the arguments.
    const result = isPlain
      ? await this.#client.request({ method: 'tools/call', params }, options)
      : await this.#client.callTool(params, { ...options, toolDefinition: argumentsOf(definition) });
    const reply = readToolReply(this.options.server, givenResult(result));
    const { isError, structured } = reply;
    if (!isError && structured !== undefined && !hasShape(definition?.outputSchema, structured)) {
      throw new ToolResultInvalidError(this.options.server, 'not as its own schema says');
    }
    return reply;
  }

  protected override use<T>(deadline: Deadline, work: () => T | Promise<T>): Promise<T> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    if (this.inFlight === 0) {
      this.#askedAt = this.clock.now();
      this.#watch();
    }
    return super.use(deadline, work).finally(() => this.#closeIfForgotten());
  }

  protected override explain(error: unknown): unknown {
    if (error instanceof SessionLostError) {
      this.#lose(error.loss);
      return error;
    }
    const failure = this.connection.failure();
    if (failure !== undefined) return failure;
    if (this.#lost !== undefined && this.#lost.loss !== 'forgotten') return this.#lost;
    return isUnreadable(error) ? offProtocol(this.options.server, { cause: error }) : error;
  }

  /** Every page, within bounds. */
  async #listTools(deadline: Deadline): Promise<ToolDescription[]> {
    const { server } = this.options;
    const found: ToolDescription[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const page = await this.#listPage(server, cursor, deadline);
      if (found.length + page.tools.length > MAX_TOOLS) throw cutOff(server, `it offers more than ${MAX_TOOLS} tools`);
      found.push(...page.tools);
      // Some servers repeat the cursor of their only page.
      if (page.nextCursor === undefined || page.nextCursor === cursor) return found;
      cursor = page.nextCursor;
    }
    throw cutOff(server, `its list of tools has more than ${MAX_PAGES} pages`);
  }

  async #listPage(server: string, cursor: string | undefined, deadline: Deadline): Promise<ToolPage> {
    const request = { method: 'tools/list' as const, ...(cursor === undefined ? {} : { params: { cursor } }) };
    try {
      return readToolPage(server, givenResult(await this.#client.request(request, optionsFor(deadline))));
    } catch (error) {
      // A server that has no tools need not know the method.
      if (error instanceof ProtocolError && error.code === METHOD_NOT_FOUND) return { tools: [] };
      throw error;
    }
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
    const isCutOff = this.connection.failure() instanceof ServerCutOffError;
    this.#lost = new SessionLostError(this.options.server, isCutOff ? 'cutOff' : loss);
    this.#cancelWatch?.();
    this.onLost?.(this.#lost);
    if (loss !== 'forgotten') this.#closeQuietly();
  }

  /** The other calls of a session that the server does not know any more may still be answered. */
  #closeIfForgotten(): void {
    if (this.#lost?.loss === 'forgotten' && this.inFlight === 0) this.#closeQuietly();
  }

  #closeQuietly(): void {
    void this.#client.close().catch(() => undefined);
  }
}

/** JSON-RPC. */
const METHOD_NOT_FOUND = -32_601;
/** Tools and pages of one server. */
const MAX_TOOLS = 1_000;
const MAX_PAGES = 50;

/** How much later than the deadline, milliseconds. */
const BACKUP_MS = 30_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The SDK's own timer only backs up the deadline, which carries the reason; beyond the maximum it would fire at once. */
function backupMs(remainingMs: number): number {
  return Math.min(Math.ceil(remainingMs) + BACKUP_MS, MAX_TIMER_MS);
}

function optionsFor({ signal, remainingMs }: Deadline) {
  return { signal, timeout: backupMs(remainingMs) };
}

/** What the client needs of a tool: a schema of results would be compiled. */
function argumentsOf({ name, inputSchema }: ToolDescription) {
  return { name, inputSchema: { ...inputSchema, type: 'object' as const } };
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
