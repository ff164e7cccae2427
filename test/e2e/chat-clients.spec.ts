import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

/** Bodies are of every shape, so they are as untyped as `JSON.parse` leaves them. */
type Json = ReturnType<typeof JSON.parse>;

interface Replied {
  readonly status: number;
  readonly head: string;
  /** Without the framing of chunks. */
  readonly body: string;
}

let service: RunningApp;
let url: URL;
beforeAll(async () => {
  service = await RunningApp.start();
  url = new URL(await service.listen());
});
afterAll(() => service.stop());

/** Sends a recorded request as it is, on a connection of its own, and reads the one reply to it. */
function replay(name: string): Promise<Replied> {
  const bytes = readFileSync(join(ROOT, 'test/support/chat-clients', `${name}.http`));
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect(Number(url.port), url.hostname).on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const reply = wholeReply(received);
      if (reply === undefined) return;
      socket.destroy();
      resolve(reply);
    });
    socket.write(bytes);
  });
}

/** The reply once all of it is there. */
function wholeReply(received: Buffer): Replied | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.subarray(0, end).toString();
  const payload = received.subarray(end + 4);
  const status = Number(head.split(' ', 2)[1]);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length !== undefined) {
    return payload.length < Number(length) ? undefined : { status, head, body: payload.toString() };
  }
  return payload.toString().endsWith('\r\n0\r\n\r\n') ? { status, head, body: unchunked(payload) } : undefined;
}

function unchunked(payload: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = payload.indexOf('\r\n', at);
    const size = Number.parseInt(payload.subarray(at, line).toString(), 16);
    if (size === 0) return Buffer.concat(parts).toString();
    parts.push(payload.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

/** The data of a stream; fails if a byte of it is anything else. */
function dataOf(body: string): Json[] {
  expect(body.endsWith('\n\ndata: [DONE]\n\n')).toBe(true);
  const events = body.slice(0, -2).split('\n\n');
  expect(events.filter((event) => !/^data: [^\n]+$/.test(event))).toEqual([]);
  return events.slice(0, -1).map((event): Json => JSON.parse(event.slice('data: '.length)));
}

/** What a chunk is for. */
function kindOf({ choices, event, usage }: Json): string {
  if (event !== undefined) return event.type;
  if (choices.length === 0) return usage === undefined ? 'nothing' : 'usage';
  const [{ delta, finish_reason: reason }] = choices;
  return reason ?? Object.keys(delta).join('+');
}

const kindsOf = (chunks: readonly Json[]) => chunks.map(kindOf).filter((kind, at, all) => kind !== all[at - 1]);
const textOf = (chunks: readonly Json[]) => chunks.map(({ choices }) => choices?.[0]?.delta.content ?? '').join('');

describe('a streamed question', () => {
  it.each([
    ['librechat-chat', ['role+content', 'reasoning_content', 'content', 'stop', 'usage']],
    ['cline-chat', ['role+content', 'reasoning_content', 'content', 'stop', 'usage']],
    ['continue-chat', ['role+content', 'reasoning_content', 'content', 'stop', 'usage']],
    ['open-webui-chat', ['role+content', 'status', 'content', 'source', 'status', 'stop', 'usage']],
    ['open-webui-follow-up', ['role+content', 'status', 'content', 'status', 'stop']],
  ])('of %s is answered in data lines alone, in their order', async (name, kinds) => {
    const { status, head, body } = await replay(name);
    expect(status).toBe(200);
    expect(head).toMatch(/^content-type: text\/event-stream; charset=utf-8$/im);
    expect(head).not.toMatch(/^content-encoding:/im);
    const chunks = dataOf(body);
    expect(kindsOf(chunks)).toEqual(kinds);
    const expected = (await service.post('/v1/answers', { question: QUESTION })).body.answer.markdown;
    const text = textOf(chunks);
    if (name === 'open-webui-follow-up') expect(text).not.toBe(expected);
    else if (name !== 'cline-chat') expect(text).toBe(expected);
    else expect(text).toBe(`<plan_mode_respond>\n<response>\n${expected}\n</response>\n</plan_mode_respond>`);
  });

  it('of Open WebUI is told what is done, with the words of the question as sources', async () => {
    const chunks = dataOf((await replay('open-webui-chat')).body);
    const events = chunks.flatMap(({ event }) => event ?? []);
    expect(events[0]).toEqual({
      type: 'status',
      data: { description: expect.stringMatching(/^Class \S+: answered within \d+ ms\.$/), done: false },
    });
    expect(events.find(({ type }) => type === 'source')).toEqual({
      type: 'source',
      data: {
        source: { name: 'Team Topologies' },
        document: ['Our three squads keep waiting on the infra group for every deploy'],
        metadata: [{ source: 'Team Topologies', publication: expect.any(String) }],
      },
    });
    expect(events.at(-1)).toMatchObject({ type: 'status', data: { done: true } });
  });

  it('of Open WebUI goes on in its chat', async () => {
    const conversationOf = ({ head }: Replied) => /^director-conversation: (\S+)/im.exec(head)?.[1];
    const first = conversationOf(await replay('open-webui-chat'));
    expect(first).toMatch(/^cnv_/);
    expect(conversationOf(await replay('open-webui-follow-up'))).toBe(first);
    expect(conversationOf(await replay('librechat-chat'))).not.toBe(first);
  });
});

describe('what chat clients send besides', () => {
  it('gets a list of models with names', async () => {
    const { status, body } = await replay('open-webui-models');
    expect(status).toBe(200);
    const { object, data } = JSON.parse(body);
    expect({ object, first: data[0] }).toMatchObject({ object: 'list', first: { id: 'director', name: 'Director' } });
  });

  it.each([
    ['open-webui-title', '{"title":"Three squads: Team Topologies"}'],
    ['open-webui-tags', '{"tags":["Leadership","Team Topologies"]}'],
    ['open-webui-follow-ups', '{"follow_ups":["Where do we start?","What are the risks?","How do we measure that?"]}'],
    ['librechat-title', 'Three squads: Team Topologies'],
  ])('gets the reply to the task %s', async (name, content) => {
    const { status, body } = await replay(name);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    });
  });

  it('gets a whole answer with curl', async () => {
    const { status, head, body } = await replay('curl-chat');
    expect(status).toBe(200);
    expect(head).toMatch(/^content-type: application\/json; charset=utf-8$/im);
    expect(head).toMatch(/^server-timing: .*total;dur=/im);
    expect(JSON.parse(body)).toMatchObject({ choices: [{ finish_reason: 'stop' }], director: { met: true } });
  });
});
