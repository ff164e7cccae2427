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
  ConfigFileWatcher,
  ConfigInvalidError,
  readMcpServers,
  type AppConfig,
} from '../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../frameworks/index.js';
import { MemoryAccounting, MemoryModule, PressureActions } from '../memory/index.js';

import { builtinServers } from './builtin/builtin-servers.js';
import { serversReloaded } from './tools/enhancement.js';
import { Enhancer } from './enhancer.js';
import { SessionLimit } from './sessions/session-limit.js';
import { ServerRegistry } from './server-registry.js';
import { ToolFactory } from './tool-factory.js';
import { toolResultSchema } from './tools/tool-results.js';

/** A session, bytes; measured. */
const SESSION_BYTES = 131_072;

/** Asks MCP servers for help, in parallel and within the deadline; follows the servers of the configuration file. */
@Module({
  imports: [FrameworksModule, MemoryModule],
  providers: [
    {
      provide: SessionLimit,
      inject: [APP_CONFIG, PressureActions],
      useFactory: ({ mcp }: AppConfig, actions: PressureActions) => {
        const budget = new SessionLimit(mcp.maxSessions);
        actions.register({ step: 'idle', component: 'mcp-sessions', apply: () => void budget.closeIdle() });
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
      inject: [APP_CONFIG, ServerRegistry, CLOCK, MemoryAccounting],
      useFactory: ({ mcp }: AppConfig, registry: ServerRegistry, clock: Clock, accounting: MemoryAccounting) => {
        const enhancer = new Enhancer(registry, clock);
        accounting.registerCounted('mcp-sessions', SESSION_BYTES, mcp.maxSessions, () =>
          enhancer.servers.reduce((sum, { sessions }) => sum + sessions, 0),
        );
        accounting.registerPool('mcp-sessions-builtin', () => enhancer.poolUse(true));
        accounting.registerPool('mcp-sessions', () => enhancer.poolUse(false));
        return enhancer;
      },
    },
  ],
  exports: [Enhancer, ServerRegistry],
})
export class McpModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  #watcher: ConfigFileWatcher | undefined;

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    @Inject(ServerRegistry) private readonly registry: ServerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.#watcher = new ConfigFileWatcher(this.config.file, () => this.#reload());
  }

  beforeApplicationShutdown(): void {
    this.#watcher?.close();
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
