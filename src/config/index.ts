/**
 * config: settings from the environment and `director.yaml`, validated once, complete and frozen.
 *
 * `app-config.ts` is the schema: range, default and meaning of every setting, from which `docs/configuration.md` is
 * generated. Only this room reads `process.env`. Secrets come from the environment; `${NAME}` in the file refers to it.
 *
 * Failure: `loadConfig` throws `CONFIG_INVALID` with every mistake at once, each with its variable, or file, line and
 * column. At run time {@link LiveConfig} follows the file; a mistake leaves what is in force as it is.
 */
export { limitsSchema } from './access-config.js';
export type { AppConfig, TraceSampling } from './app-config.js';
export { clientKey } from './client-key.js';
export { ConfigInvalidError } from './config.errors.js';
export { APP_CONFIG, CLOCK, ConfigModule } from './config.module.js';
export { configurationReference } from './configuration-reference.js';
export { type ConfigFollower, configReloaded, LiveConfig } from './live-config.js';
export { configFilePath, loadConfig } from './load-config.js';
export { isLoopback } from './loopback.js';
export type {
  BuiltinServerConfig,
  BuiltinServerId,
  HttpServerConfig,
  JsonTemplate,
  McpServerConfig,
  StdioServerConfig,
} from './mcp-server.js';
export { type ModelBackendConfig, type ModelsConfig, PLAYBOOK } from './model-backend.js';
export { redactConfig } from './redact.js';
export { describeViolations, formatPath } from './schema-violation.js';
export { type LocatableFile, type LocatedMistake, readYaml } from './yaml-file.js';
