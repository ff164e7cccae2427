import {
  Inject,
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

/** Nest wiring of the MCP client side; reloads the servers when the configuration file changes. */
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
      inject: [APP_CONFIG, CLOCK, FrameworkCatalog, CacheRegistry, SessionLimit],
      useFactory: (
        { mcp, version }: AppConfig,
        clock: Clock,
        frameworks: FrameworkCatalog,
        caches: CacheRegistry,
        sessionLimit: SessionLimit,
      ) => {
        const factory = new ToolFactory({
          builtins: builtinServers(() => frameworks.current.library),
          sessionLimit,
          cache: caches.open({ name: 'tool-results', schema: toolResultSchema, ...mcp.results }),
          clock,
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

  /** A file with mistakes is ignored and reported. */
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
