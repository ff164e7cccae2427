import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig, type McpServerConfig } from '../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../frameworks/index.js';
import { Bulkhead } from '../optimizer/index.js';

import { builtinServers, type BuiltinServer } from './builtin/builtin-servers.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { connectInMemory, connectStdio } from './connect.js';
import { breakerChanged } from './enhancement.js';
import { Enhancer } from './enhancer.js';
import { McpSession, type Connect } from './mcp-session.js';
import { McpTool, type McpToolOptions } from './mcp-tool.js';

/** Asks MCP servers for help, in parallel and within the deadline. */
@Module({
  imports: [FrameworksModule],
  providers: [
    {
      provide: Enhancer,
      inject: [APP_CONFIG, CLOCK, FrameworkCatalog],
      useFactory: (config: AppConfig, clock: Clock, frameworks: FrameworkCatalog) => {
        const builtins: Readonly<Record<string, BuiltinServer>> = builtinServers(() => frameworks.current.library);
        const tools = config.mcp.servers.filter(({ enabled }) => enabled).map((server) => createTool(server, builtins));
        return new Enhancer(tools, clock);
      },
    },
  ],
  exports: [Enhancer],
})
export class McpModule implements OnApplicationShutdown {
  constructor(@Inject(Enhancer) private readonly enhancer: Enhancer) {}

  async onApplicationShutdown(): Promise<void> {
    await this.enhancer.close();
  }
}

function createTool(server: McpServerConfig, builtins: Readonly<Record<string, BuiltinServer>>): McpTool {
  const { connect, options } = describe(server, builtins);
  const breaker = new CircuitBreaker(server.id, server.breaker, (state) =>
    breakerChanged.publish({ server: server.id, state }),
  );
  return new McpTool(
    {
      server: server.id,
      timeoutMs: server.timeoutMs,
      maxResultBytes: server.maxResultBytes,
      personas: server.personas,
      ...options,
    },
    new McpSession(connect),
    breaker,
    new Bulkhead(`mcp:${server.id}`, server.capacity),
  );
}

type ToolDescription = Pick<McpToolOptions, 'tool' | 'arguments' | 'result' | 'effectOfLoss' | 'isLocal'>;

function describe(
  server: McpServerConfig,
  builtins: Readonly<Record<string, BuiltinServer>>,
): { readonly connect: Connect; readonly options: ToolDescription } {
  if (server.transport === 'stdio') {
    const { tool, arguments: args, result, id } = server;
    return {
      connect: connectStdio(server),
      options: { tool, arguments: args, result, effectOfLoss: `nothing from “${id}”`, isLocal: false },
    };
  }
  const builtin = builtins[server.id];
  if (builtin === undefined) throw new RangeError(`no built-in MCP server is called "${server.id}"`);
  const onAbort = () =>
    new Logger('McpModule').warn(`MCP server "${server.id}" hangs on purpose; it has been told to stop`);
  return {
    connect: connectInMemory(() => builtin.create({ ...server.test, onAbort })),
    options: {
      tool: builtin.tool,
      arguments: { question: '{{question}}', frameworks: '{{frameworks}}' },
      result: { pointer: '/findings' },
      effectOfLoss: builtin.effectOfLoss,
      isLocal: true,
    },
  };
}
