import { Client, type Transport } from '@modelcontextprotocol/client';

import { AppError, type Clock } from '../../core/index.js';
import type { HttpServerConfig, StdioServerConfig } from '../../config/index.js';

import { ChildProcessTransport } from './child-process-transport.js';

/** An initialised connection to a server. */
export interface Connection {
  readonly client: Client;
  /** Ends it at once, without asking; absent where closing never waits. */
  kill?(): void;
  /** Runs `listener` whenever the server says anything. */
  onHeard(listener: () => void): void;
  /** Why the transport itself gave the connection up, if it did. */
  failure(): AppError | undefined;
}

export interface ConnectHooks {
  /** Told of each line of a child process that is no message. */
  readonly onNoise: () => void;
}

const CLIENT_INFO = { name: 'claude-director', version: '0.1.0' };

/** Starts a child process and connects to it over its standard input and output. */
export async function connectStdio(
  server: StdioServerConfig,
  clock: Clock,
  { onNoise }: ConnectHooks,
): Promise<Connection> {
  const { id, command, args, cwd, env, maxResultBytes } = server;
  const transport = new ChildProcessTransport(
    { server: id, command, args, cwd, env, maxLineBytes: maxResultBytes, onNoise },
    clock,
  );
  const connection = await initialise(new Client(CLIENT_INFO), transport, server.startTimeoutMs);
  return { ...connection, kill: () => transport.kill() };
}

/** Connects over Streamable HTTP, in the era of the protocol that the server speaks. */
export async function connectHttp(server: HttpServerConfig): Promise<Connection> {
  // Half of it is the HTTP client, which servers on this machine do without.
  const { HttpTransport } = await import('./http-transport.js');
  const { id, url, headers, maxResultBytes, connectTimeoutMs, pool } = server;
  const transport = new HttpTransport({
    server: id,
    url,
    headers,
    maxResultBytes,
    connectTimeoutMs,
    connections: pool.callsPerSession,
  });
  const client = new Client(CLIENT_INFO, { versionNegotiation: { mode: 'auto' } });
  return initialise(client, transport, server.startTimeoutMs);
}

async function initialise(client: Client, transport: Transport, timeoutMs: number): Promise<Connection> {
  let onHeard: () => void = () => undefined;
  transport.onmessage = () => onHeard();
  let failure: AppError | undefined;
  // Everything else that a transport complains of shows in the call it broke.
  client.onerror = (error) => {
    if (error instanceof AppError) failure = error;
  };
  try {
    await client.connect(transport, { timeout: timeoutMs });
  } catch (error) {
    void transport.close();
    throw failure ?? error;
  }
  return { client, onHeard: (listener) => void (onHeard = listener), failure: () => failure };
}
