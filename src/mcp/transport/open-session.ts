import type { Clock } from '../../core/index.js';
import type { HttpServerConfig, StdioServerConfig } from '../../config/index.js';
import { McpSession } from '../sessions/mcp-session.js';

import { connectHttp, connectStdio, type ConnectHooks } from './connect.js';

/** Starts a child process and opens a session with it. */
export async function openStdio(server: StdioServerConfig, clock: Clock, hooks: ConnectHooks): Promise<McpSession> {
  const { id, livenessMs } = server;
  return new McpSession({ server: id, livenessMs }, await connectStdio(server, clock, hooks), clock);
}

/** Opens a session over Streamable HTTP. */
export async function openHttp(server: HttpServerConfig, clock: Clock): Promise<McpSession> {
  return new McpSession({ server: server.id }, await connectHttp(server), clock);
}
