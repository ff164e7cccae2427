import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { describeViolations } from './schema-violation.js';

import { configFileSchema, environmentSchema } from './app-config.js';
import type { AppConfig, AuthMode, ConfigFile, Environment, ServiceAddresses } from './app-config.js';
import { ConfigInvalidError } from './config.errors.js';
import { isLoopback } from './loopback.js';
import { withPresets } from './mcp-presets.js';
import type { McpServerConfig } from './mcp-server.js';
import { PLAYBOOK, resolveModels } from './model-backend.js';
import { readYaml, type LocatedMistake } from './yaml-file.js';

export interface LoadConfigOptions {
  /** Environment variables. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where a relative path starts, and where `director.yaml` is looked for. @default the working directory */
  readonly cwd?: string;
}

const SECRET_VARIABLES: ReadonlySet<string> = new Set([
  'REDIS_URL',
  'DATABASE_URL',
  'ANTHROPIC_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_API_KEY',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
] satisfies readonly (keyof Environment)[]);

/** Where the configuration file is, or would be: `DIRECTOR_CONFIG`, else `director.yaml` in the working directory. */
export function configFilePath({ env = process.env, cwd = process.cwd() }: LoadConfigOptions = {}): string {
  return resolve(cwd, env['DIRECTOR_CONFIG'] === '' ? 'director.yaml' : (env['DIRECTOR_CONFIG'] ?? 'director.yaml'));
}

/**
 * The configuration from the environment and `director.yaml`.
 *
 * @throws {ConfigInvalidError} `CONFIG_INVALID`, naming every mistake with its variable, or file, line and column.
 */
export function loadConfig({ env = process.env, cwd = process.cwd() }: LoadConfigOptions = {}): AppConfig {
  const mistakes: string[] = [];
  const environment = readEnvironment(env, mistakes);
  const path = configFilePath({ env, cwd });
  const file = readConfigFile(path, environment?.DIRECTOR_CONFIG !== undefined, mistakes);
  if (environment === undefined || file === undefined) throw new ConfigInvalidError(mistakes);

  const resolved = resolveSecrets(file, environment, env, basename(path), mistakes);
  const auth = authMode(environment, resolved, mistakes);
  checkRelations(resolved, basename(path), mistakes);
  if (mistakes.length > 0) throw new ConfigInvalidError(mistakes);

  const { folder } = resolved.frameworks;
  return deepFreeze({
    ...resolved,
    frameworks: folder === undefined ? {} : { folder: resolve(cwd, folder) },
    host: environment.HOST,
    port: environment.PORT,
    logLevel: environment.LOG_LEVEL,
    auth,
    dataDir: resolve(cwd, environment.DATA_DIR),
    file: path,
    services: serviceAddresses(environment),
    version: versionOf(resolved),
  });
}

/** The MCP servers a configuration describes, and what tells it from others. */
export interface McpServersEdition {
  readonly servers: readonly McpServerConfig[];
  readonly version: string;
}

/**
 * The MCP servers as `director.yaml` describes them now; nothing else of it is applied while the service runs.
 *
 * @param file Absolute path; a file that is gone describes the built-in servers.
 * @throws {ConfigInvalidError} `CONFIG_INVALID`, naming every mistake with file, line and column.
 */
export function readMcpServers(
  file: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): McpServersEdition {
  const mistakes: string[] = [];
  const parsed = readConfigFile(file, false, mistakes);
  if (parsed === undefined) throw new ConfigInvalidError(mistakes);
  const servers = resolveServers(parsed, env, basename(file), mistakes);
  if (mistakes.length > 0) throw new ConfigInvalidError(mistakes);
  return deepFreeze({ servers, version: versionOf(servers) });
}

function versionOf(resolved: object): string {
  return createHash('sha256').update(JSON.stringify(resolved)).digest('hex').slice(0, 12);
}

function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  mistakes: string[],
): Environment | undefined {
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape)
      .filter((name) => env[name] !== undefined && env[name] !== '')
      .map((name) => [name, env[name]]),
  );
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const { path, expected, found } of describeViolations(parsed.error, given)) {
    const name = String(path[0]);
    // A wrong URL or key still holds its password.
    mistakes.push(
      `environment variable ${name}: ${expected}, found ${SECRET_VARIABLES.has(name) ? 'something else' : found}`,
    );
  }
  return undefined;
}

function serviceAddresses(environment: Environment): ServiceAddresses {
  const { REDIS_URL, DATABASE_URL, ANTHROPIC_API_KEY, OPENAI_BASE_URL, OPENAI_API_KEY, OTEL_EXPORTER_OTLP_ENDPOINT } =
    environment;
  return {
    ...(REDIS_URL === undefined ? {} : { redisUrl: REDIS_URL }),
    ...(DATABASE_URL === undefined ? {} : { databaseUrl: DATABASE_URL }),
    ...(ANTHROPIC_API_KEY === undefined ? {} : { anthropicApiKey: ANTHROPIC_API_KEY }),
    ...(OPENAI_BASE_URL === undefined ? {} : { openaiBaseUrl: OPENAI_BASE_URL }),
    ...(OPENAI_API_KEY === undefined ? {} : { openaiApiKey: OPENAI_API_KEY }),
    ...(OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { otlpUrl: OTEL_EXPORTER_OTLP_ENDPOINT }),
  };
}

function readConfigFile(path: string, isRequired: boolean, mistakes: string[]): ConfigFile | undefined {
  const name = basename(path);
  if (!existsSync(path)) {
    if (!isRequired) return configFileSchema.parse({});
    mistakes.push(`environment variable DIRECTOR_CONFIG: expected a readable file, found none at ${name}`);
    return undefined;
  }
  const inFile = ({ line, column, message }: LocatedMistake) => `${name}:${line}:${column} ${message}`;
  const yaml = readYaml(readFileSync(path, 'utf8'));
  if ('mistakes' in yaml) {
    mistakes.push(...yaml.mistakes.map(inFile));
    return undefined;
  }
  const value = withPresets(yaml.value ?? {});
  const parsed = configFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  mistakes.push(...yaml.locate(describeViolations(parsed.error, value)).map(inFile));
  return undefined;
}

/** Replaces `${NAME}` where it stands for a secret, so that none has to stand in the file. */
function resolveSecrets(
  file: ConfigFile,
  environment: Environment,
  env: Readonly<Record<string, string | undefined>>,
  fileName: string,
  mistakes: string[],
): ConfigFile {
  const servers = resolveServers(file, env, fileName, mistakes);
  const models = resolveModels(file.models, environment, (reference, backend) => {
    const secret = env[reference];
    if (secret === undefined || secret === '') {
      mistakes.push(
        `${fileName}: model backend "${backend}" takes its key from environment variable ${reference}: expected it to be set, found nothing`,
      );
    }
    return secret ?? '';
  });
  return { ...file, mcp: { ...file.mcp, servers }, models };
}

function resolveServers(
  file: ConfigFile,
  env: Readonly<Record<string, string | undefined>>,
  fileName: string,
  mistakes: string[],
): McpServerConfig[] {
  const resolved = (id: string, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        value.replaceAll(/\$\{(\w+)\}/g, (_whole, reference: string) => {
          const secret = env[reference];
          if (secret === undefined) {
            mistakes.push(
              `${fileName}: mcp server "${id}" takes ${key} from environment variable ${reference}: expected it to be set, found nothing`,
            );
          }
          return secret ?? '';
        }),
      ]),
    );
  return file.mcp.servers.map((server) => {
    if (server.transport === 'builtin') return server;
    if (server.transport === 'http') return { ...server, headers: resolved(server.id, server.headers) };
    // Commands are looked up on it, and so are the interpreters of scripts.
    const path = env['PATH'] === undefined ? {} : { PATH: env['PATH'] };
    return { ...server, env: { ...path, ...resolved(server.id, server.env) } };
  });
}

function authMode({ DIRECTOR_AUTH, HOST }: Environment, { access }: ConfigFile, mistakes: string[]): AuthMode {
  if (DIRECTOR_AUTH === 'none') return 'anonymous';
  // Keys may be in the database, too.
  if (DIRECTOR_AUTH === 'required' || access.keys.length > 0 || access.jwt !== undefined) return 'keys';
  if (!isLoopback(HOST)) {
    mistakes.push(
      `environment variable HOST: expected a loopback address while nothing says who may call, found ${JSON.stringify(HOST)}; ` +
        'set DIRECTOR_AUTH=required (keys are made by `claude-director keys create`), or DIRECTOR_AUTH=none to serve anyone who can connect',
    );
  }
  return 'anonymous';
}

function checkRelations(
  { admission, classes, memory, models, replyReserve }: ConfigFile,
  fileName: string,
  mistakes: string[],
): void {
  const { initialLimit, maxLimit, minLimit } = admission;
  if (minLimit > initialLimit || initialLimit > maxLimit) {
    mistakes.push(
      `${fileName}: admission.initialLimit: expected from minLimit (${minLimit}) to maxLimit (${maxLimit}), found ${initialLimit}`,
    );
  }
  if (memory.elevatedRatio >= memory.criticalRatio) {
    mistakes.push(
      `${fileName}: memory.elevatedRatio: expected less than memory.criticalRatio (${memory.criticalRatio}), found ${memory.elevatedRatio}`,
    );
  }
  if (memory.criticalRatio > admission.refuseRatio) {
    mistakes.push(
      `${fileName}: memory.criticalRatio: expected at most admission.refuseRatio (${admission.refuseRatio}), found ${memory.criticalRatio}`,
    );
  }
  for (const id of new Set([models.default ?? PLAYBOOK, ...Object.values(models.personas)])) {
    if (id === PLAYBOOK || models.backends.some((backend) => backend.id === id)) continue;
    mistakes.push(
      `${fileName}: models: expected backend "${id}" under models.backends, or its key in the environment, found neither`,
    );
  }
  const shortest = Math.min(...Object.values(classes).map(({ deadlineMs }) => deadlineMs));
  if (replyReserve.minMs > replyReserve.maxMs || replyReserve.maxMs >= shortest) {
    mistakes.push(
      `${fileName}: replyReserve.maxMs: expected from minMs (${replyReserve.minMs}) to less than the shortest class deadline (${shortest}), found ${replyReserve.maxMs}`,
    );
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
