import { Client, type ClientOptions, type Transport } from '@modelcontextprotocol/client';

import { AppError, type Clock } from '../../core/index.js';
import type { HttpServerConfig, StdioServerConfig } from '../../config/index.js';

import { ChildProcessTransport } from './child-process-transport.js';

/** An initialized connection to a server. */
export interface Connection {
  readonly client: Client;
  /** Ends it by force; absent where closing never waits. */
  kill?(): void;
  /** Runs `listener` on every message of the server. */
  onMessage(listener: () => void): void;
  /** Why the transport itself ended the connection, if it did. */
  failure(): AppError | undefined;
}

const CLIENT_INFO = { name: 'claude-director', version: '0.1.0' };

/** Starts a child process and connects to it over its standard input and output. */
export async function connectStdio(
  server: StdioServerConfig,
  onUnparsedLine: () => void,
  clock: Clock,
): Promise<Connection> {
  const { id, command, args, cwd, env, maxResultBytes } = server;
  const transport = new ChildProcessTransport(
    { server: id, command, args, cwd, env, maxLineBytes: maxResultBytes, onUnparsedLine },
    clock,
  );
  const connection = await initialize(createClient(), transport, server.startTimeoutMs);
  return { ...connection, kill: () => transport.kill() };
}

/** Connects over Streamable HTTP, in the protocol version that the server speaks. */
export async function connectHttp(server: HttpServerConfig, clock: Clock): Promise<Connection> {
  // Loads undici, which stdio servers do without.
  const { HttpTransport } = await import('./http-transport.js');
  const { id, url, headers, maxResultBytes, connectTimeoutMs, pool } = server;
  const transport = new HttpTransport(
    { server: id, url, headers, maxResultBytes, connectTimeoutMs, connections: pool.callsPerSession },
    clock,
  );
  return initialize(createClient({ versionNegotiation: { mode: 'auto' } }), transport, server.startTimeoutMs);
}

/** A client that runs nothing a server sends: schemas are not compiled, and what a server asks for is not fulfilled. */
function createClient(options: ClientOptions = {}): Client {
  return new Client(CLIENT_INFO, {
    ...options,
    jsonSchemaValidator: {
      getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
    },
    inputRequired: { autoFulfill: false },
  });
}

async function initialize(client: Client, transport: Transport, timeoutMs: number): Promise<Connection> {
  let onMessage: () => void = () => undefined;
  transport.onmessage = () => onMessage();
  let failure: AppError | undefined;
  // Any other error of the transport shows in the call it broke.
  client.onerror = (error) => {
    if (error instanceof AppError) failure = error;
  };
  try {
    await client.connect(transport, { timeout: timeoutMs });
  } catch (error) {
    void transport.close();
    throw failure ?? error;
  }
  return { client, onMessage: (listener) => void (onMessage = listener), failure: () => failure };
}
