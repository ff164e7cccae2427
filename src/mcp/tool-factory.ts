import type { TieredCache } from '../cache/index.js';
import type { HttpServerConfig, McpServerConfig, StdioServerConfig } from '../config/index.js';
import { Deadline, type Clock } from '../core/index.js';

import type { LocalTool } from './builtin/local-tool.js';
import type { SessionLimit } from './sessions/session-limit.js';
import { SessionPool, type SessionPoolOptions } from './sessions/session-pool.js';
import { StartBackoff } from './sessions/start-backoff.js';
import type { ToolSession } from './sessions/tool-session.js';
import { fillArguments } from './tools/argument-template.js';
import { sessionOpened, unparsedOutput, type ToolRequest } from './tools/enhancement.js';
import type { EnhancingTool } from './tools/enhancing-tool.js';
import { InProcessTool } from './tools/in-process-tool.js';
import { McpTool, type McpToolOptions } from './tools/mcp-tool.js';
import { findingsFrom } from './tools/result-mapping.js';
import { ToolCaller, type ToolCallerOptions } from './tools/tool-caller.js';
import { ToolPinning } from './tools/tool-pinning.js';
import { ToolResults, type ToolResult } from './tools/tool-results.js';

/** What all servers share. */
export interface SharedByServers {
  readonly builtins: Readonly<Record<string, LocalTool>>;
  readonly sessionLimit: SessionLimit;
  readonly cache: TieredCache<ToolResult>;
  readonly clock: Clock;
}

/** How a server is reached. */
interface Connecting {
  /** Opens a session, within a time-out of its own. */
  readonly open: () => Promise<ToolSession>;
  /** Longest time for the inspection of a new session, milliseconds. */
  readonly inspectMs: number;
  readonly tool: Omit<McpToolOptions, 'server' | 'signals'>;
  readonly calls: Pick<ToolCallerOptions, 'isIdempotent' | 'maxAttempts' | 'isHedged'>;
  readonly pool: Omit<SessionPoolOptions, 'server'>;
  readonly sessionLimit: SessionLimit;
  readonly toolSha256?: string | undefined;
  readonly maxFailuresPerMinute: number;
}

/** The question of a probe. */
const PROBE: ToolRequest = {
  question: 'What makes a good strategy?',
  role: '',
  frameworks: [],
  persona: 'camille',
  earlier: { questions: [], frameworks: [] },
  tenant: '',
  isFresh: true,
};

/** Creates the tool of a configured server, with its pool and its protection. */
export class ToolFactory {
  constructor(private readonly shared: SharedByServers) {}

  create(server: McpServerConfig): EnhancingTool {
    const { cache, clock } = this.shared;
    const { id, personas, signals } = server;
    if (server.transport === 'builtin') return new InProcessTool(id, { personas, ...signals }, this.#builtin(id));
    const { breaker, capacity, timeoutMs, ttlMs } = server;
    const connecting = this.#remote(server);
    const { tool, calls } = connecting;

    const pinning = new ToolPinning(id, tool.tool, connecting.toolSha256, clock);
    const pool = new SessionPool(
      { server: id, ...connecting.pool },
      () => this.#openSession(id, connecting, pinning),
      new StartBackoff({ server: id, maxFailuresPerMinute: connecting.maxFailuresPerMinute }, clock),
      connecting.sessionLimit,
      clock,
    );
    const probe = {
      args: fillArguments(tool.arguments, PROBE),
      read: (reply: Parameters<typeof findingsFrom>[1]) => findingsFrom(id, reply, tool.result, PROBE.question),
    };
    const options = { server: id, tool: tool.tool, timeoutMs, capacity, breaker, ...calls };
    return new McpTool(
      { server: id, signals: { personas, ...signals }, ...tool },
      new ToolCaller(options, pool, pinning, probe, clock),
      calls.isIdempotent && ttlMs > 0 ? new ToolResults(cache, ttlMs) : undefined,
    );
  }

  async #openSession(server: string, { open, inspectMs }: Connecting, pinning: ToolPinning): Promise<ToolSession> {
    const session = await open();
    sessionOpened.publish({ server });
    using deadline = Deadline.after(this.shared.clock, inspectMs);
    try {
      pinning.inspect(await session.listTools(deadline));
      return session;
    } catch (error) {
      void session.close().catch(() => undefined);
      throw error;
    }
  }

  #remote(server: StdioServerConfig | HttpServerConfig): Connecting {
    const { id, capabilities, hedging, idempotent, maxAttempts, pool, result, startTimeoutMs, tool, toolSha256 } =
      server;
    const { clock, sessionLimit } = this.shared;
    const [missed] = capabilities;
    // The SDK is loaded where it is configured, but not on the time of the first question.
    const loading = import('./sessions/mcp-session.js');
    return {
      open: async () => {
        const { McpSession } = await loading;
        return server.transport === 'http'
          ? McpSession.overHttp(server, clock)
          : McpSession.overStdio(server, () => unparsedOutput.publish({ server: id }), clock);
      },
      inspectMs: startTimeoutMs,
      tool: {
        tool,
        arguments: server.arguments,
        result,
        effectOfLoss: missed === undefined ? `nothing from “${id}”` : `no ${missed.replaceAll('_', ' ')} from “${id}”`,
      },
      calls: { isIdempotent: idempotent, maxAttempts, isHedged: hedging },
      pool,
      sessionLimit,
      toolSha256,
      maxFailuresPerMinute: server.transport === 'http' ? Infinity : server.maxFailedStarts,
    };
  }

  #builtin(id: string): LocalTool {
    const builtin = this.shared.builtins[id];
    if (builtin === undefined) throw new RangeError(`no built-in MCP server is called "${id}"`);
    return builtin;
  }
}
