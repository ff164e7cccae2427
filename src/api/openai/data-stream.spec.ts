import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';

import { DataStream } from './data-stream.js';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
});

/** A client and the stream that it is sent. */
async function connected(pingMs = 60_000) {
  const opened = Promise.withResolvers<DataStream>();
  server = createServer((_request, raw) => {
    const reply = { raw, hijack: () => undefined, getHeaders: () => ({ 'x-request-id': 'req_1' }) };
    opened.resolve(DataStream.open(reply as unknown as FastifyReply, pingMs));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asked = get({ port: (server.address() as AddressInfo).port, agent: false });
  const stream = await opened.promise;
  stream.send({ first: 'line\nbreak' });
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  return { stream, reply: reply.setEncoding('utf8') };
}

async function textOf(reply: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of reply) text += String(chunk);
  return text;
}

describe('DataStream', () => {
  it('sends data lines, with the name of an event only where it has one', async () => {
    const { stream, reply } = await connected();
    stream.send({ second: 2 }, 'response.created');
    stream.end('[DONE]');
    stream.send({ late: true });
    expect(await textOf(reply)).toBe(
      'data: {"first":"line\\nbreak"}\n\nevent: response.created\ndata: {"second":2}\n\ndata: [DONE]\n\n',
    );
    expect(reply.headers).toMatchObject({
      'x-request-id': 'req_1',
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  });

  it('holds the connection open with comments of one line', async () => {
    const { stream, reply } = await connected(5);
    let text = '';
    for await (const chunk of reply) if ((text += String(chunk)).includes(': ping\n: ping\n')) stream.end();
    expect(text).toMatch(/^data: .*\n\n(: ping\n){2,}$/);
  });

  it('writes nothing more to a client that has left', async () => {
    const { stream, reply } = await connected();
    reply.destroy();
    await once(reply, 'close');
    stream.send({ lost: true });
    stream.end('[DONE]');
  });
});
