import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { AnswerEventLog, AnswerEventLogs } from '../../answers/index.js';
import { EventStream, type EventStreamOptions } from './event-stream.js';

const OPTIONS = { pingMs: 60_000, farewell: new AbortController().signal };

let server: Server | undefined;
let agent: Agent | undefined;
afterEach(async () => {
  agent?.destroy();
  server?.closeAllConnections();
  await new Promise((resolve) => (server?.listening === true ? server.close(resolve) : resolve(undefined)));
});

interface Asked {
  readonly after?: number;
  readonly method?: string;
  readonly options?: Partial<EventStreamOptions>;
}

/** Asks a server that answers with the events of `log`. @returns its side of the reply and ours. */
async function ask(log: AnswerEventLog, { after = 0, method = 'GET', options = {} }: Asked = {}) {
  const told = Promise.withResolvers<ServerResponse>();
  server = createServer((_request, response) => {
    EventStream.send(response, { 'x-request-id': 'req_1' }, log, after, { ...OPTIONS, ...options });
    told.resolve(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  agent = new Agent();
  const asked = request({ agent, method, port: (server.address() as AddressInfo).port }).end();
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  return { sender: await told.promise, reply: reply.setEncoding('utf8') };
}

async function textOf(reply: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of reply) text += String(chunk);
  return text;
}

describe('EventStream', () => {
  it('leaves in the log what a slow client has not taken, and goes on when it takes more', async () => {
    const log = new AnswerEventLog(100_000_000);
    const { sender, reply } = await ask(log);
    for (let i = 0; i < 20_000; i++) log.append('answer.delta', { text: 'x'.repeat(1_000) });
    expect(sender.writableLength).toBeLessThan(sender.writableHighWaterMark + 2_000);
    log.end();
    const ids = [...(await textOf(reply)).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: 20_000 }, (_, i) => i + 1));
  });

  it('tells every event once, whenever it is read', async () => {
    const log = new AnswerEventLog(1_000_000);
    log.append('one', {});
    const { reply } = await ask(log);
    log.append('two', { text: 'line\nbreak' });
    await Promise.resolve();
    log.append('three', {});
    log.end();
    expect(await textOf(reply)).toBe(
      'retry: 1000\n\nid: 1\nevent: one\ndata: {}\n\nid: 2\nevent: two\ndata: {"text":"line\\nbreak"}\n\nid: 3\nevent: three\ndata: {}\n\n',
    );
    expect(reply.headers).toMatchObject({
      'x-request-id': 'req_1',
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  });

  it('begins after the event the client has seen', async () => {
    const log = new AnswerEventLog(1_000_000);
    for (const type of ['one', 'two', 'three']) log.append(type, {});
    log.end();
    const { reply } = await ask(log, { after: 2 });
    expect(await textOf(reply)).toBe('retry: 1000\n\nid: 3\nevent: three\ndata: {}\n\n');
  });

  it('says now and then that it is still there', async () => {
    const { reply } = await ask(new AnswerEventLog(1_000_000), { options: { pingMs: 5 } });
    let text = '';
    for await (const chunk of reply) if ((text += String(chunk)).includes(': ping\n\n: ping\n\n')) break;
    expect(text).toMatch(/^retry: 1000\n\n(: ping\n\n){2,}$/);
  });

  it('tells nothing but the headers to who asks for no more', async () => {
    const { reply } = await ask(new AnswerEventLog(1_000_000), { method: 'HEAD' });
    expect([await textOf(reply), reply.headers['content-type']]).toEqual(['', 'text/event-stream; charset=utf-8']);
  });

  it('lets go of the log when the client goes away', async () => {
    const log = new AnswerEventLog(1_000_000);
    const { sender, reply } = await ask(log);
    expect(log.readers).toBe(1);
    reply.destroy();
    await once(sender, 'close');
    expect(log.readers).toBe(0);
    log.append('one', {});
  });
});

describe('EventStream of a service that goes', () => {
  const FAREWELL = 'event: closing\ndata: {"reason":"draining"}\n\n';

  it('says so and ends', async () => {
    const log = new AnswerEventLog(1_000_000);
    const farewell = new AbortController();
    const { reply } = await ask(log, { options: { farewell: farewell.signal } });
    log.append('one', {});
    await Promise.resolve();
    farewell.abort();
    log.append('two', {});
    expect(await textOf(reply)).toBe(`retry: 1000\n\nid: 1\nevent: one\ndata: {}\n\n${FAREWELL}`);
  });

  it('says so to who comes then', async () => {
    const { reply } = await ask(new AnswerEventLog(1_000_000), { options: { farewell: AbortSignal.abort() } });
    expect(await textOf(reply)).toBe(`retry: 1000\n\n${FAREWELL}`);
  });
});

describe('AnswerEventLog', () => {
  it('stays within its bound and always keeps the last event', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 60 }), (sizes) => {
        const log = new AnswerEventLog(2_000);
        for (const size of sizes) log.append('answer.delta', { text: 'x'.repeat(size) });
        expect(log.bytes).toBeLessThanOrEqual(2_000);
        expect(log.after(sizes.length - 1)?.id).toBe(sizes.length);
        expect(log.after(sizes.length)).toBeUndefined();
      }),
    );
  });
});

describe('AnswerEventLogs', () => {
  it('lets the oldest go when all of them take too much', () => {
    const logs = new AnswerEventLogs({ maxLogs: 100, maxBytes: 10_000 });
    for (let i = 0; i < 50; i++) logs.open('acme', `ans_${i}`).append('answer.final', { text: 'x'.repeat(900) });
    expect(logs.bytes).toBeLessThanOrEqual(10_000);
    expect(logs.find('acme', 'ans_0')).toBeUndefined();
    expect(logs.find('acme', 'ans_49')).toBeDefined();
    expect(logs.find('other', 'ans_49')).toBeUndefined();
  });

  it('holds no more logs than it may', () => {
    const logs = new AnswerEventLogs({ maxLogs: 3, maxBytes: 10_000 });
    for (let i = 0; i < 5; i++) logs.open('acme', `ans_${i}`);
    expect([0, 1, 2, 3, 4].filter((i) => logs.find('acme', `ans_${i}`) !== undefined)).toEqual([2, 3, 4]);
  });
});
