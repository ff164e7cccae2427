import type { McpServerConfig } from '../config/index.js';

import type { EnhancingTool } from './tools/enhancing-tool.js';

interface Registered {
  readonly server: McpServerConfig;
  readonly tool: EnhancingTool;
}

/** Ids of the servers that a change of the configuration added and removed; a changed server counts as both. */
export interface RegistryChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * The configured servers, replaced as a whole when the configuration changes.
 *
 * The sessions and statistics of a server whose entry did not change are retained. One that changed or was removed is drained:
 * calls in flight complete, new ones are rejected.
 */
export class ServerRegistry {
  #registered: readonly Registered[] = [];
  readonly #draining = new Set<Promise<void>>();

  constructor(
    servers: readonly McpServerConfig[],
    private readonly createTool: (server: McpServerConfig) => EnhancingTool,
  ) {
    this.#use(servers);
  }

  /** Tools of the servers that are enabled, in the order of the configuration. */
  get tools(): readonly EnhancingTool[] {
    return this.#registered.map(({ tool }) => tool);
  }

  /** Replaces the servers. */
  apply(servers: readonly McpServerConfig[]): RegistryChange {
    return this.#use(servers);
  }

  /** Ends every session. */
  async close(): Promise<void> {
    this.#use([]);
    await Promise.allSettled(this.#draining);
  }

  #use(servers: readonly McpServerConfig[]): RegistryChange {
    const before = this.#registered;
    this.#registered = servers
      .filter(({ enabled }) => enabled)
      .map(
        (server) => before.find((known) => isSame(known.server, server)) ?? { server, tool: this.createTool(server) },
      );
    const removed = before.filter((known) => !this.#registered.includes(known));
    for (const { tool } of removed) this.#drain(tool);
    return {
      added: this.#registered.filter((known) => !before.includes(known)).map(({ server }) => server.id),
      removed: removed.map(({ server }) => server.id),
    };
  }

  #drain(tool: EnhancingTool): void {
    const drained = tool.drain().finally(() => this.#draining.delete(drained));
    this.#draining.add(drained);
  }
}

function isSame(one: McpServerConfig, other: McpServerConfig): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
