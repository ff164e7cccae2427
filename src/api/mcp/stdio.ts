import { serveStdio } from '@modelcontextprotocol/server/stdio';

import { newId, type Caller, type Clock } from '../../common/index.js';

import type { McpFace } from './mcp-face.js';

/** Serves one client over standard input and output until it closes its end. */
export async function serveOverStdio(face: McpFace, caller: Caller, clock: Clock): Promise<void> {
  const ended = Promise.withResolvers<void>();
  // A pipe closes after its end, a file only ends.
  for (const event of ['end', 'close']) process.stdin.once(event, () => ended.resolve());
  const connection = serveStdio(() =>
    face.createServer(() => ({ requestId: newId('req'), caller, headers: {}, arrivedAt: clock.now() })),
  );
  await ended.promise;
  await connection.close();
}
