import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

import type { McpServerConfig } from '../../config/index.js';

/** What is wrong with the commands of servers over standard input and output, before any of them is started. */
export function missingCommands(servers: readonly McpServerConfig[]): string[] {
  return servers.flatMap((server) => {
    if (!server.enabled || server.transport !== 'stdio') return [];
    const { command, cwd = '.', env, id } = server;
    const isPath = command.includes('/');
    const places = isPath
      ? [resolve(cwd, command)]
      : (env['PATH'] ?? '').split(delimiter).map((one) => join(one, command));
    if (places.some(isExecutable)) return [];
    const where = isPath ? 'is no program' : 'is not on the PATH';
    return [`MCP server "${id}" cannot be started: "${command}" ${where}`];
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
