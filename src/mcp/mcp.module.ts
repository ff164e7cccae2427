import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';

import { CacheRegistry } from '../cache/index.js';
import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, LiveConfig, type AppConfig } from '../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../frameworks/index.js';
import { MemoryAccounting, MemoryModule, PressureActions } from '../memory/index.js';

import { builtinServers } from './builtin/builtin-servers.js';
import { serversReloaded } from './tools/enhancement.js';
import { Enhancer } from './enhancer.js';
import { SessionLimit } from './sessions/session-limit.js';
import { ServerRegistry } from './server-registry.js';
import { ToolFactory } from './tool-factory.js';
import { toolResultSchema } from './tools/tool-results.js';
import { missingCommands } from './transport/command-lookup.js';

/** A session, bytes; measured. */
const SESSION_BYTES = 131_072;

/** Nest wiring of the MCP client side; whose servers follow the configuration file. */
@Module({
  imports: [FrameworksModule, MemoryModule],
  providers: [
    {
      provide: SessionLimit,
      inject: [APP_CONFIG, PressureActions],
      useFactory: ({ mcp }: AppConfig, actions: PressureActions) => {
        const limit = new SessionLimit(mcp.maxSessions);
        actions.register({ step: 'idle', component: 'mcp-sessions', apply: () => void limit.closeIdle() });
        return limit;
      },
    },
    {
      provide: ServerRegistry,
      inject: [APP_CONFIG, CLOCK, FrameworkCatalog, CacheRegistry, SessionLimit, LiveConfig],
      useFactory: (
        { mcp }: AppConfig,
        clock: Clock,
        frameworks: FrameworkCatalog,
        caches: CacheRegistry,
        sessionLimit: SessionLimit,
        live: LiveConfig,
      ) => {
        const factory = new ToolFactory({
          builtins: builtinServers(() => frameworks.current.library),
          sessionLimit,
          cache: caches.open({ name: 'tool-results', schema: toolResultSchema, ...mcp.results }),
          clock,
        });
        const registry = new ServerRegistry(mcp.servers, (server) => factory.create(server));
        const logger = new Logger('McpModule');
        for (const missing of missingCommands(mcp.servers)) logger.warn(missing);
        live.follow(({ mcp: { servers } }) => () => {
          for (const missing of missingCommands(servers)) logger.warn(missing);
          serversReloaded.publish(registry.apply(servers));
        });
        return registry;
      },
    },
    {
      provide: Enhancer,
      inject: [APP_CONFIG, ServerRegistry, CLOCK, MemoryAccounting],
      useFactory: ({ mcp }: AppConfig, registry: ServerRegistry, clock: Clock, accounting: MemoryAccounting) => {
        const enhancer = new Enhancer(registry, clock);
        accounting.registerCounted('mcp-sessions', SESSION_BYTES, mcp.maxSessions, () =>
          enhancer.servers.reduce((sum, { sessions }) => sum + sessions, 0),
        );
        accounting.registerPool('mcp-sessions', () => enhancer.poolUse);
        return enhancer;
      },
    },
  ],
  exports: [Enhancer, ServerRegistry],
})
export class McpModule implements OnApplicationShutdown {
  constructor(@Inject(ServerRegistry) private readonly registry: ServerRegistry) {}

  async onApplicationShutdown(): Promise<void> {
    await this.registry.close();
  }
}
