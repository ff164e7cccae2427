export type { AppConfig, AuthMode } from './app-config.js';
export { APP_CONFIG, CLOCK, ConfigModule } from './config.module.js';
export { configurationReference } from './configuration-reference.js';
export { ConfigInvalidError } from './config.errors.js';
export { isLoopback } from './loopback.js';
export { configFilePath, loadConfig, type LoadConfigOptions } from './load-config.js';
export type {
  BuiltinServerConfig,
  BuiltinServerId,
  JsonTemplate,
  McpServerConfig,
  StdioServerConfig,
} from './mcp-server.js';
export { redactConfig } from './redact.js';
export { readYaml, type LocatableFile, type LocatedMistake } from './yaml-file.js';
