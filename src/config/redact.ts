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
    access: {
      ...config.access,
      keys: config.access.keys.map((key) => ({ ...key, sha256: REDACTED })),
      ...(config.access.jwt === undefined
        ? {}
        : { jwt: { ...config.access.jwt, jwksUrl: withoutCredentials(config.access.jwt.jwksUrl) } }),
    },
    mcp: {
      ...config.mcp,
      servers: config.mcp.servers.map((server) => {
        if (server.transport === 'builtin') return server;
        if (server.transport === 'stdio') {
          return { ...server, args: withoutSecrets(server.args), env: redacted(server.env) };
        }
        return { ...server, url: withoutCredentials(server.url), headers: redacted(server.headers) };
      }),
    },
  };
}

/** Of an address, what is no user, password or parameter: each of them may be a secret. */
function withoutCredentials(address: string): string {
  const { host, hash, password, pathname, protocol, search, username } = new URL(address);
  if (username + password + search + hash === '') return address;
  const user = username + password === '' ? '' : `${REDACTED}@`;
  return `${protocol}//${user}${host}${pathname}${search + hash === '' ? '' : `?${REDACTED}`}`;
}

const SECRET_OPTION = /^-{0,2}[\w-]*(?:key|token|secret|password|passwd|auth\w*|credential|header)s?$/i;
const LIKE_A_SECRET = /\bsk-|\bcdk_|\bgh[ps]_|\bxox[a-z]-|\beyJ|[\w-]{24,}/;

/** Arguments without the values of options that name a secret, and without what looks like one. */
function withoutSecrets(args: readonly string[]): string[] {
  return args.map((arg, at) => {
    const isValueOfSecret = SECRET_OPTION.test(args[at - 1] ?? '') && (args[at - 1] ?? '').startsWith('-');
    const [option = '', ...value] = arg.split('=');
    if (!isValueOfSecret && value.length === 0) {
      if (/^[a-z]+:\/\//i.test(arg) && URL.canParse(arg)) return withoutCredentials(arg);
      return LIKE_A_SECRET.test(arg) ? REDACTED : arg;
    }
    if (isValueOfSecret) return REDACTED;
    return SECRET_OPTION.test(option) || LIKE_A_SECRET.test(value.join('=')) ? `${option}=${REDACTED}` : arg;
  });
}

function redacted(values: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, REDACTED]])),
  );
}
