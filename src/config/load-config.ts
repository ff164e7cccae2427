import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, resolve } from 'node:path';

import { relationViolations } from './relations.js';
import { describeViolations, formatPath, type SchemaViolation } from './schema-violation.js';

import { PRODUCT_VERSION } from '../core/index.js';

import { configFileSchema, environmentSchema, SOURCE } from './app-config.js';
import type { AppConfig, AuthMode, ConfigFile, Environment } from './app-config.js';
import { ConfigInvalidError } from './config.errors.js';
import { defaultDataFolder, type ProgramSurroundings } from './data-folder.js';
import { isLoopback } from './loopback.js';
import { withPresets } from './mcp-presets.js';
import type { McpServerConfig } from './mcp-server.js';
import { resolveModels } from './model-backend.js';
import { shownName, shownPath, shownSetting } from './shown-setting.js';
import { apiKey } from './setting-schemas.js';
import { readYaml, type LocatedMistake } from './yaml-file.js';

type Variables = Readonly<Record<string, string | undefined>>;

export interface LoadConfigOptions {
  /** Environment variables. @default process.env */
  readonly env?: Variables;
  /** Base of relative paths, and the folder of `director.yaml`. @default the working directory */
  readonly cwd?: string;
  /** Values of variables from the command line, which take precedence; undefined leaves a variable as it is. */
  readonly settings?: Variables;
}

/** Variables whose value may contain a password: a message about one never quotes it. */
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
export function loadConfig({
  env: inherited = process.env,
  cwd = process.cwd(),
  settings = {},
}: LoadConfigOptions = {}): AppConfig {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const env: Variables = { ...inherited, ...given };
  const mistakes: string[] = [];
  const environment = readEnvironment(env, mistakes);
  const path = configFilePath({ env, cwd });
  const read = readConfigFile(path, environment?.DIRECTOR_CONFIG !== undefined, mistakes);
  if (environment === undefined || read === undefined) throw new ConfigInvalidError(mistakes);
  const { file } = read;

  const name = basename(path);
  const secretOf = secretsFrom(env, name, mistakes);
  const servers = resolveServers(file, env, secretOf);
  const models = resolveModels(file.models, environment, (reference, backend) => {
    const user = `model backend "${backend}" takes its key`;
    const secret = secretOf(reference, user, env[reference] === '');
    const key = apiKey().safeParse(secret);
    if (key.success) return key.data;
    const [issue] = key.error.issues;
    if (secret !== '')
      mistakes.push(`${name}: ${user} from ${shownName(reference)}: ${issue?.message}, found something else`);
    return '';
  });
  const resolved: ConfigFile = { ...file, mcp: { ...file.mcp, servers }, models };
  const auth = authMode(environment, resolved, mistakes);
  mistakes.push(...read.locate(relationViolations(resolved)));
  if (mistakes.length > 0) throw new ConfigInvalidError(mistakes);

  const { folder } = resolved.frameworks;
  return deepFreeze({
    ...resolved,
    frameworks: folder === undefined ? {} : { folder: resolve(cwd, folder) },
    host: environment.HOST,
    port: environment.PORT,
    logLevel: environment.LOG_LEVEL,
    auth,
    dataDir: resolve(cwd, environment.DATA_DIR ?? defaultDataFolder(surroundings(env))),
    file: path,
    traceSampling: { sampler: environment.OTEL_TRACES_SAMPLER, ratio: environment.OTEL_TRACES_SAMPLER_ARG },
    services: {
      redisUrl: environment.REDIS_URL,
      databaseUrl: environment.DATABASE_URL,
      anthropicApiKey: environment.ANTHROPIC_API_KEY,
      openaiBaseUrl: environment.OPENAI_BASE_URL,
      openaiApiKey: environment.OPENAI_API_KEY,
      otlpUrl: environment.OTEL_EXPORTER_OTLP_ENDPOINT,
      otelServiceName: environment.OTEL_SERVICE_NAME,
      otelResourceAttributes: environment.OTEL_RESOURCE_ATTRIBUTES,
    },
    version: answerVersionOf(resolved),
    [SOURCE]: { env, cwd },
  });
}

/**
 * The configuration as it would be if the program started now.
 *
 * @throws {ConfigInvalidError} `CONFIG_INVALID`, naming every mistake with file, line and column.
 */
export function reloadConfig({ [SOURCE]: source }: AppConfig): AppConfig {
  return loadConfig(source);
}

/**
 * Hash of all that an answer depends on, besides the library: the program, MCP servers, models and how much of a
 * conversation is read. Settings that only change who may ask, or how many, leave cached answers valid.
 */
export function answerVersionOf({
  conversations,
  mcp,
  models,
}: Pick<AppConfig, 'conversations' | 'mcp' | 'models'>): string {
  const basis = [PRODUCT_VERSION, mcp.servers, models, conversations.historyTurns];
  return createHash('sha256').update(JSON.stringify(basis)).digest('hex').slice(0, 12);
}

function readEnvironment(env: Variables, mistakes: string[]): Environment | undefined {
  const names = Object.keys(environmentSchema.shape).filter((name) => env[name] !== undefined && env[name] !== '');
  const given = Object.fromEntries(names.map((name) => [name, env[name]]));
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const { path, expected, found } of describeViolations(parsed.error, given, shownSetting)) {
    const name = String(path[0]);
    const shown = SECRET_VARIABLES.has(name) ? 'something else' : found;
    mistakes.push(`environment variable ${name}: ${expected}, found ${shown}`);
  }
  return undefined;
}

interface ReadFile {
  readonly file: ConfigFile;
  /** Words violations with their places in the file. */
  readonly locate: (violations: readonly SchemaViolation[]) => string[];
}

function readConfigFile(path: string, isRequired: boolean, mistakes: string[]): ReadFile | undefined {
  const name = basename(path);
  if (!existsSync(path)) {
    if (!isRequired) return { file: configFileSchema.parse({}), locate: (found) => found.map(inDefaults) };
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
  if (parsed.success) {
    return { file: parsed.data, locate: (violations) => yaml.locate(violations).map(inFile) };
  }
  mistakes.push(...yaml.locate(describeViolations(parsed.error, value, shownSetting)).map(inFile));
  return undefined;
}

function inDefaults({ path, expected, found }: SchemaViolation): string {
  return `${formatPath(shownPath(path))}: ${expected}, found ${found}`;
}

type SecretOf = (reference: string, user: string, isMissing?: boolean) => string;

/** Reads the variables that `${NAME}` in the file refers to, so that no secret has to be in the file. */
function secretsFrom(env: Variables, fileName: string, mistakes: string[]): SecretOf {
  return (reference, user, isMissing = false) => {
    const secret = env[reference];
    if (secret !== undefined && !isMissing) return secret;
    const expected = 'expected it to be set, found nothing';
    mistakes.push(`${fileName}: ${user} from environment variable ${shownName(reference)}: ${expected}`);
    return '';
  };
}

function resolveServers({ mcp }: ConfigFile, env: Variables, secretOf: SecretOf): McpServerConfig[] {
  const resolved = (id: string, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        value.replaceAll(/\$\{(\w+)\}/g, (_whole, reference: string) =>
          secretOf(reference, `mcp server "${id}" takes ${key}`),
        ),
      ]),
    );
  return mcp.servers.map((server) => {
    if (server.transport === 'builtin') return server;
    if (server.transport === 'http') return { ...server, headers: headersFrom(resolved(server.id, server.headers)) };
    // Commands, and the interpreters of scripts, are looked up on it.
    const path = env['PATH'] === undefined ? {} : { PATH: env['PATH'] };
    return { ...server, env: { ...path, ...resolved(server.id, server.env) } };
  });
}

/** A line end at the end of a secret, as of a file, is no part of it and would be refused in a header. */
function headersFrom(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]));
}

function authMode({ DIRECTOR_AUTH, HOST }: Environment, { access }: ConfigFile, mistakes: string[]): AuthMode {
  if (DIRECTOR_AUTH === 'none') return 'anonymous';
  // With `required`, keys may also be in the database.
  if (DIRECTOR_AUTH === 'required' || access.keys.length > 0 || access.jwt !== undefined) return 'keys';
  if (!isLoopback(HOST)) {
    mistakes.push(
      `environment variable HOST: expected a loopback address while no key is required, found ${shownSetting(HOST, [], true)}; ` +
        'set DIRECTOR_AUTH=required (keys are made by `claude-director keys create`), or DIRECTOR_AUTH=none to serve anyone who can connect',
    );
  }
  return 'anonymous';
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

function surroundings(env: Variables): ProgramSurroundings {
  return { env, platform: process.platform, home: homedir(), program: import.meta.dirname };
}
