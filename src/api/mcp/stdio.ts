import { serveStdio } from '@modelcontextprotocol/server/stdio';

import { createEndpointServer, type EndpointHandler } from './endpoint-server.js';

/**
 * Serves one client over standard input and output until it closes its end.
 *
 * @param handler May still be loading; the client receives its greeting meanwhile. If it rejects, so does this.
 */
export async function serveOverStdio(handler: Promise<EndpointHandler>): Promise<void> {
  const ended = Promise.withResolvers<void>();
  // A pipe closes after its end; a file only ends.
  for (const event of ['end', 'close']) process.stdin.once(event, () => ended.resolve());
  // A client that no longer reads is gone, whether or not it closes what it writes.
  process.stdout.once('error', () => ended.resolve());
  const connection = serveStdio(() => createEndpointServer(handler));
  try {
    await Promise.race([ended.promise, handler.then(() => ended.promise)]);
  } finally {
    await connection.close();
  }
}
