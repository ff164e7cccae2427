import type { AppConfig } from './app-config.js';

const REDACTED = '[redacted]';

/** The configuration as it may be shown: key hashes and the environments of MCP servers left out. */
export function redactConfig(config: AppConfig): unknown {
  return {
    ...config,
    access: { keys: config.access.keys.map((key) => ({ ...key, sha256: REDACTED })) },
    mcp: {
      servers: config.mcp.servers.map((server) =>
        server.transport === 'stdio'
          ? { ...server, env: Object.fromEntries(Object.keys(server.env).map((name) => [name, REDACTED])) }
          : server,
      ),
    },
  };
}
