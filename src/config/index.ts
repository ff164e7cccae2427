export { limitsSchema } from './access-config.js';
export type { AppConfig, AuthMode } from './app-config.js';
export { ConfigFileWatcher } from './config-file-watcher.js';
export { ConfigInvalidError } from './config.errors.js';
export { APP_CONFIG, CLOCK, ConfigModule } from './config.module.js';
export { configurationReference } from './configuration-reference.js';
export {
  configFilePath,
  loadConfig,
  type LoadConfigOptions,
  type McpServersEdition,
  readMcpServers,
} from './load-config.js';
export { isLoopback } from './loopback.js';
export type {
  BuiltinServerConfig,
  BuiltinServerId,
  HttpServerConfig,
  JsonTemplate,
  McpServerConfig,
  StdioServerConfig,
} from './mcp-server.js';
export { type ModelBackendConfig, type ModelEndpointConfig, type ModelsConfig, PLAYBOOK } from './model-backend.js';
export { redactConfig } from './redact.js';
export { describeViolations, formatPath } from './schema-violation.js';
export { type LocatableFile, type LocatedMistake, readYaml } from './yaml-file.js';
