import { serveStdio } from '@modelcontextprotocol/server/stdio';

import { createEndpointServer, type Face } from './endpoint-server.js';

/**
 * Serves one client over standard input and output until it closes its end.
 *
 * @param face May still be on its way; the client is greeted meanwhile. If it fails, so does this.
 */
export async function serveOverStdio(face: Promise<Face>): Promise<void> {
  const ended = Promise.withResolvers<void>();
  // A pipe closes after its end, a file only ends.
  for (const event of ['end', 'close']) process.stdin.once(event, () => ended.resolve());
  const connection = serveStdio(() => createEndpointServer(face));
  try {
    await Promise.race([ended.promise, face.then(() => ended.promise)]);
  } finally {
    await connection.close();
  }
}
