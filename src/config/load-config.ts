import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { describeViolations } from '../common/index.js';

import { configFileSchema, environmentSchema } from './app-config.js';
import type { AppConfig, AuthMode, ConfigFile, Environment } from './app-config.js';
import { ConfigInvalidError } from './config.errors.js';
import { isLoopback } from './loopback.js';
import { readYaml, type LocatedMistake } from './yaml-file.js';

export interface LoadConfigOptions {
  /** Environment variables. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where a relative path starts, and where `director.yaml` is looked for. @default the working directory */
  readonly cwd?: string;
}

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

  const resolved = resolveSecrets(file, env, basename(path), mistakes);
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
    version: createHash('sha256').update(JSON.stringify(resolved)).digest('hex').slice(0, 12),
  });
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
    mistakes.push(`environment variable ${String(path[0])}: ${expected}, found ${found}`);
  }
  return undefined;
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
  const parsed = configFileSchema.safeParse(yaml.value ?? {});
  if (parsed.success) return parsed.data;
  mistakes.push(...yaml.locate(describeViolations(parsed.error, yaml.value)).map(inFile));
  return undefined;
}

/** Replaces `${NAME}` in the environments of MCP servers, so that no secret has to stand in the file. */
function resolveSecrets(
  file: ConfigFile,
  env: Readonly<Record<string, string | undefined>>,
  fileName: string,
  mistakes: string[],
): ConfigFile {
  const servers = file.mcp.servers.map((server) => {
    if (server.transport !== 'stdio') return server;
    const entries = Object.entries(server.env).map(([name, value]) => {
      const reference = /^\$\{(\w+)\}$/.exec(value)?.[1];
      if (reference === undefined) return [name, value] as const;
      const secret = env[reference];
      if (secret === undefined) {
        mistakes.push(
          `${fileName}: mcp server "${server.id}" takes ${name} from environment variable ${reference}: expected it to be set, found nothing`,
        );
      }
      return [name, secret ?? ''] as const;
    });
    return { ...server, env: Object.fromEntries(entries) };
  });
  return { ...file, mcp: { servers } };
}

function authMode({ DIRECTOR_AUTH, HOST }: Environment, { access }: ConfigFile, mistakes: string[]): AuthMode {
  const hasKeys = access.keys.length > 0;
  if (DIRECTOR_AUTH === 'none') return 'anonymous';
  if (DIRECTOR_AUTH === 'required' && !hasKeys) {
    mistakes.push(
      'environment variable DIRECTOR_AUTH: expected at least one key under access.keys when "required", found none',
    );
  }
  if (!hasKeys && !isLoopback(HOST)) {
    mistakes.push(
      `environment variable HOST: expected a loopback address while no access.keys are configured, found ${JSON.stringify(HOST)}; ` +
        'configure keys, or set DIRECTOR_AUTH=none to serve anyone who can connect',
    );
  }
  return hasKeys ? 'keys' : 'anonymous';
}

function checkRelations(
  { admission, classes, memory, replyReserveMs }: ConfigFile,
  fileName: string,
  mistakes: string[],
): void {
  if (admission.criticalReserve >= admission.capacity) {
    mistakes.push(
      `${fileName}: admission.criticalReserve: expected less than admission.capacity (${admission.capacity}), found ${admission.criticalReserve}`,
    );
  }
  if (memory.elevatedRatio >= memory.criticalRatio) {
    mistakes.push(
      `${fileName}: memory.elevatedRatio: expected less than memory.criticalRatio (${memory.criticalRatio}), found ${memory.elevatedRatio}`,
    );
  }
  const shortest = Math.min(...Object.values(classes).map(({ deadlineMs }) => deadlineMs));
  if (replyReserveMs >= shortest) {
    mistakes.push(
      `${fileName}: replyReserveMs: expected less than the shortest class deadline (${shortest}), found ${replyReserveMs}`,
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
