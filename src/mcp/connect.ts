import { Client, InMemoryTransport, type Transport } from '@modelcontextprotocol/client';
import type { McpServer } from '@modelcontextprotocol/server';

import type { StdioServerConfig } from '../config/index.js';

import type { Connect } from './mcp-session.js';

const CLIENT_INFO = { name: 'claude-director', version: '0.1.0' };

/** Connects to a server that lives in this process. */
export function connectInMemory(createServer: () => McpServer): Connect {
  return async () => {
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await createServer().connect(theirs);
    return initialise(ours, 5_000);
  };
}

/** Starts a child process and connects to it over its standard input and output. */
export function connectStdio(server: StdioServerConfig): Connect {
  return async () => {
    const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
    const transport = new StdioClientTransport({
      command: server.command,
      args: server.args,
      env: server.env,
      ...(server.cwd === undefined ? {} : { cwd: server.cwd }),
      stderr: 'ignore',
      maxBufferSize: server.maxResultBytes,
    });
    return initialise(transport, server.timeoutMs);
  };
}

async function initialise(transport: Transport, timeoutMs: number): Promise<Client> {
  const client = new Client(CLIENT_INFO);
  try {
    await client.connect(transport, { timeout: timeoutMs });
    return client;
  } catch (error) {
    await transport.close();
    throw error;
  }
}
