import { pipeline, Transform } from 'node:stream';

import type { Server } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';

import { announceChange, createEndpointServer, type EndpointHandler } from './endpoint-server.js';
import { lenientMessage } from './incoming.js';

/** A longer line is passed on as it is; the SDK has a bound of its own. */
const MAX_LINE_LENGTH = 1_048_576;

/**
 * Serves one client over standard input and output until it closes its end.
 *
 * @param handler May still be loading; the client receives its greeting meanwhile. If it rejects, so does this.
 */
export async function serveOverStdio(handler: Promise<EndpointHandler>): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const input = new LenientLines();
  pipeline(process.stdin.setEncoding('utf8'), input, () => undefined);
  for (const event of ['end', 'close']) input.once(event, () => ended.resolve());
  // A client that no longer reads is gone, whether or not it closes what it writes.
  process.stdout.once('error', () => ended.resolve());
  const transport = new StdioServerTransport(input);
  // One, or two: a client may first have looked which protocol there is.
  const servers: Server[] = [];
  const connect = () => {
    const server = createEndpointServer(handler);
    servers.push(server);
    return server;
  };
  const connection = serveStdio(connect, { transport });
  let unsubscribe: (() => void) | undefined;
  const served = handler.then(({ catalog }) => {
    unsubscribe = catalog.onChange(() => servers.forEach(announceChange));
    return ended.promise;
  });
  try {
    await Promise.race([ended.promise, served]);
  } finally {
    unsubscribe?.();
    await connection.close();
    process.stdin.unpipe().pause();
  }
}

/** Passes lines on; of a message the lenient form, because the SDK refuses null before any handler sees it. */
class LenientLines extends Transform {
  #rest = '';

  constructor() {
    super({ decodeStrings: false });
  }

  override _transform(piece: string, _: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.push(`${lenientLine(line)}\n`);
    if (this.#rest.length > MAX_LINE_LENGTH) this._flush(() => undefined);
    done();
  }

  override _flush(done: () => void): void {
    this.push(this.#rest);
    this.#rest = '';
    done();
  }
}

function lenientLine(line: string): string {
  if (!line.includes('null')) return line;
  try {
    return JSON.stringify(lenientMessage(JSON.parse(line)));
  } catch {
    return line;
  }
}
