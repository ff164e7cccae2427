import type { TieredCache } from '../cache/index.js';
import { Deadline, type Clock } from '../core/index.js';
import type { BuiltinServerConfig, HttpServerConfig, McpServerConfig, StdioServerConfig } from '../config/index.js';
import { GradientLimit } from '../resilience/index.js';

import { compileArguments } from './tools/argument-template.js';
import type { BuiltinServer } from './builtin/builtin-servers.js';
import { breakerChanged, unparsedOutput, sessionOpened, type ToolRequest } from './tools/enhancement.js';
import { McpTool, type McpToolOptions } from './tools/mcp-tool.js';
import { LocalSession } from './sessions/local-session.js';
import { SessionLimit } from './sessions/session-limit.js';
import { SessionPool, type SessionPoolOptions } from './sessions/session-pool.js';
import { StartBackoff } from './sessions/start-backoff.js';
import type { ToolSession } from './sessions/tool-session.js';
import { CircuitBreaker } from './tools/circuit-breaker.js';
import { ToolCaller } from './tools/tool-caller.js';
import { findingsFrom } from './tools/result-mapping.js';
import { Signals } from './signals.js';
import { ToolResults, type ToolResult } from './tools/tool-results.js';
import { ToolPinning } from './tools/tool-pinning.js';

/** What all servers share. */
export interface ToolFactoryParts {
  readonly builtins: Readonly<Record<string, BuiltinServer>>;
  readonly budget: SessionLimit;
  readonly cache: TieredCache<ToolResult>;
  readonly clock: Clock;
  /** Told when a built-in server that hangs on purpose is told to stop. */
  readonly onHangEnded: (server: string) => void;
}

/** What differs between a server in this process and one elsewhere. */
interface Place {
  /** Opens a session; it takes no longer than its own bound. */
  readonly open: () => Promise<ToolSession>;
  readonly options: Omit<McpToolOptions, 'server' | 'capacity'>;
  readonly pool: Omit<SessionPoolOptions, 'server'>;
  readonly budget: SessionLimit;
  readonly isIdempotent: boolean;
  readonly maxAttempts: number;
  readonly isHedged: boolean;
  /** Longest time for a look at the tools of a new session; undefined where there is nothing to find out. */
  readonly inspectMs: number | undefined;
  readonly toolSha256?: string | undefined;
  readonly maxFailuresPerMinute: number;
}

/** The limit never falls below what a server of any kind can do, or the capacity where that is less. */
const MIN_LIMIT = 16;
/** What a probe asks. */
const PROBE: ToolRequest = {
  question: 'What makes a good strategy?',
  role: '',
  frameworks: [],
  persona: 'camille',
  earlier: { questions: [], frameworks: [] },
  tenant: '',
  isFresh: true,
};

/** Makes tools from what the configuration says about servers. */
export class ToolFactory {
  constructor(private readonly parts: ToolFactoryParts) {}

  create(server: McpServerConfig): McpTool {
    const { cache, clock } = this.parts;
    const { id, capacity, personas, signals, timeoutMs, ttlMs } = server;
    const place = this.#place(server);
    const { options } = place;

    const approval = new ToolPinning(id, options.tool, place.toolSha256, clock);
    const pool = new SessionPool(
      { server: id, ...place.pool },
      () => this.#openSession(id, place, approval),
      new StartBackoff({ server: id, maxFailuresPerMinute: place.maxFailuresPerMinute }, clock),
      place.budget,
      clock,
    );
    const probeArguments = compileArguments(options.arguments)(PROBE);
    const read = (said: Parameters<typeof findingsFrom>[1]) => findingsFrom(id, said, options.result, PROBE.question);
    const breaker: CircuitBreaker = new CircuitBreaker(
      id,
      server.breaker,
      clock,
      () => caller.probe({ args: probeArguments, read }),
      (state) => breakerChanged.publish({ server: id, state }),
    );
    pool.onLost = ({ how }) => {
      if (how === 'frozen') breaker.open();
    };
    const limit = new GradientLimit({
      minLimit: Math.min(MIN_LIMIT, capacity),
      initialLimit: capacity,
      maxLimit: capacity,
    });
    const { isHedged, isIdempotent, maxAttempts } = place;
    const caller = new ToolCaller(
      { server: id, tool: options.tool, timeoutMs, isIdempotent, maxAttempts, isHedged },
      { approval, breaker, clock, limit, pool },
    );
    return new McpTool(
      { server: id, capacity, ...options },
      {
        signals: new Signals({ personas, ...signals }),
        approval,
        breaker,
        caller,
        limit,
        pool,
        results: isIdempotent && ttlMs > 0 ? new ToolResults(cache, ttlMs) : undefined,
      },
    );
  }

  async #openSession(server: string, place: Place, approval: ToolPinning): Promise<ToolSession> {
    const session = await place.open();
    sessionOpened.publish({ server });
    if (place.inspectMs === undefined) return session;
    using deadline = Deadline.after(this.parts.clock, place.inspectMs);
    try {
      approval.inspect(await session.listTools(deadline));
      return session;
    } catch (error) {
      void session.close().catch(() => undefined);
      throw error;
    }
  }

  #place(server: McpServerConfig): Place {
    if (server.transport === 'builtin') return this.#inProcess(server);
    const { clock } = this.parts;
    // Loaded where it is configured, but not on the time of the first question.
    const loading = import('./transport/open-session.js');
    if (server.transport === 'http') {
      const open = async () => (await loading).openHttp(server, clock);
      return { ...this.#elsewhere(server), open, maxFailuresPerMinute: Infinity };
    }
    const onNoise = () => unparsedOutput.publish({ server: server.id });
    return {
      ...this.#elsewhere(server),
      open: async () => (await loading).openStdio(server, clock, { onNoise }),
      maxFailuresPerMinute: server.maxFailedStarts,
    };
  }

  #elsewhere(server: StdioServerConfig | HttpServerConfig): Omit<Place, 'open' | 'maxFailuresPerMinute'> {
    const { id, capabilities, hedging, idempotent, maxAttempts, pool, result, startTimeoutMs, tool, toolSha256 } =
      server;
    const [missed] = capabilities;
    return {
      options: {
        tool,
        arguments: server.arguments,
        result,
        effectOfLoss: missed === undefined ? `nothing from “${id}”` : `no ${missed.replaceAll('_', ' ')} from “${id}”`,
        isLocal: false,
      },
      pool,
      budget: this.parts.budget,
      isIdempotent: idempotent,
      maxAttempts,
      isHedged: hedging,
      inspectMs: startTimeoutMs,
      toolSha256,
    };
  }

  #inProcess({ id, test }: BuiltinServerConfig): Place {
    const builtin = this.parts.builtins[id];
    if (builtin === undefined) throw new RangeError(`no built-in MCP server is called "${id}"`);
    const tool = builtin.create({ ...test, onAbort: () => this.parts.onHangEnded(id) });
    return {
      open: async () => new LocalSession(tool, this.parts.clock),
      options: {
        tool: tool.definition.name,
        arguments: { question: '{{question}}', frameworks: '{{frameworks}}' },
        result: { pointer: '/findings' },
        effectOfLoss: builtin.effectOfLoss,
        isLocal: true,
        edition: builtin.edition,
      },
      pool: { maxSessions: 1, callsPerSession: Infinity, idleMs: Infinity, sharedByTenants: true },
      budget: new SessionLimit(1),
      isIdempotent: true,
      maxAttempts: 1,
      isHedged: false,
      inspectMs: undefined,
      maxFailuresPerMinute: Infinity,
    };
  }
}
