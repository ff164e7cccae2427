export { limitsSchema } from './access-config.js';
export { type AppConfig, type AuthMode } from './app-config.js';
export { APP_CONFIG, CLOCK, ConfigModule } from './config.module.js';
export { configurationReference } from './configuration-reference.js';
export { ConfigInvalidError } from './config.errors.js';
export { isLoopback } from './loopback.js';
export {
  configFilePath,
  loadConfig,
  readMcpServers,
  type LoadConfigOptions,
  type McpServersEdition,
} from './load-config.js';
export { ConfigFileWatcher } from './config-file-watcher.js';
export type {
  BuiltinServerConfig,
  BuiltinServerId,
  HttpServerConfig,
  JsonTemplate,
  McpServerConfig,
  StdioServerConfig,
} from './mcp-server.js';
export { PLAYBOOK, type ModelBackendConfig, type ModelEndpointConfig, type ModelsConfig } from './model-backend.js';
export { redactConfig } from './redact.js';
export { readYaml, type LocatableFile, type LocatedMistake } from './yaml-file.js';
