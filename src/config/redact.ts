import type { AppConfig } from './app-config.js';

const REDACTED = '[redacted]';

/** The configuration as it may be shown: without keys, their hashes, service addresses and secrets of MCP servers. */
export function redactConfig(config: AppConfig): unknown {
  return {
    ...config,
    services: redacted(config.services),
    models: {
      ...config.models,
      backends: config.models.backends.map((backend) => ({
        ...backend,
        endpoints: backend.endpoints.map((endpoint) => ({
          ...endpoint,
          ...(endpoint.url === undefined ? {} : { url: withoutCredentials(endpoint.url) }),
          ...(endpoint.apiKey === undefined ? {} : { apiKey: REDACTED }),
        })),
      })),
    },
    access: { ...config.access, keys: config.access.keys.map((key) => ({ ...key, sha256: REDACTED })) },
    mcp: {
      ...config.mcp,
      servers: config.mcp.servers.map((server) => {
        if (server.transport === 'stdio') return { ...server, env: redacted(server.env) };
        return server.transport === 'http' ? { ...server, headers: redacted(server.headers) } : server;
      }),
    },
  };
}

function withoutCredentials(address: string): string {
  const url = new URL(address);
  return url.username === '' && url.password === ''
    ? address
    : `${url.protocol}//${REDACTED}@${url.host}${url.pathname}`;
}

function redacted(values: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, REDACTED]])),
  );
}
