import {
  Inject,
  Logger,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

import { CacheRegistry } from '../cache/index.js';
import type { Clock } from '../core/index.js';
import {
  APP_CONFIG,
  CLOCK,
  ConfigInvalidError,
  readMcpServers,
  watchConfigFile,
  type AppConfig,
} from '../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../frameworks/index.js';
import { MemoryModule, PressureMonitor } from '../memory/index.js';

import { builtinServers } from './builtin/builtin-servers.js';
import { serversReloaded } from './tools/enhancement.js';
import { Enhancer } from './enhancer.js';
import { SessionLimit } from './sessions/session-limit.js';
import { ServerRegistry } from './server-registry.js';
import { ToolFactory } from './tool-factory.js';
import { toolResultSchema } from './tools/tool-results.js';

/** Asks MCP servers for help, in parallel and within the deadline; follows the servers of the configuration file. */
@Module({
  imports: [FrameworksModule, MemoryModule],
  providers: [
    {
      provide: SessionLimit,
      inject: [APP_CONFIG, PressureMonitor],
      useFactory: ({ mcp }: AppConfig, pressure: PressureMonitor) => {
        const budget = new SessionLimit(mcp.maxSessions);
        pressure.actions.register({ step: 'idle', owner: 'mcp-sessions', apply: () => void budget.closeIdle() });
        return budget;
      },
    },
    {
      provide: ServerRegistry,
      inject: [APP_CONFIG, CLOCK, FrameworkCatalog, CacheRegistry, SessionLimit],
      useFactory: (
        { mcp, version }: AppConfig,
        clock: Clock,
        frameworks: FrameworkCatalog,
        caches: CacheRegistry,
        budget: SessionLimit,
      ) => {
        const logger = new Logger('McpModule');
        const factory = new ToolFactory({
          builtins: builtinServers(() => frameworks.current.library),
          budget,
          cache: caches.open({ name: 'tool-results', schema: toolResultSchema, ...mcp.results }),
          clock,
          onHangEnded: (server) => logger.warn(`MCP server "${server}" hangs on purpose; it has been told to stop`),
        });
        return new ServerRegistry({ servers: mcp.servers, version }, (server) => factory.create(server));
      },
    },
    {
      provide: Enhancer,
      inject: [ServerRegistry, CLOCK],
      useFactory: (registry: ServerRegistry, clock: Clock) => new Enhancer(registry, clock),
    },
  ],
  exports: [Enhancer, ServerRegistry],
})
export class McpModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  #stopWatching: (() => void) | undefined;

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    @Inject(ServerRegistry) private readonly registry: ServerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.#stopWatching = watchConfigFile(this.config.file, () => this.#reload());
  }

  beforeApplicationShutdown(): void {
    this.#stopWatching?.();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.registry.close();
  }

  /** A file with mistakes changes nothing. */
  #reload(): void {
    try {
      const change = this.registry.apply(readMcpServers(this.config.file));
      serversReloaded.publish({ ok: true, ...change });
    } catch (error) {
      if (!(error instanceof ConfigInvalidError)) throw error;
      serversReloaded.publish({ ok: false, mistakes: error.message });
    }
  }
}
