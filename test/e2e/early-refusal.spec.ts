import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { problemSchema } from '../../src/api/index.js';
import { Admission } from '../../src/optimizer/index.js';
import { eventually } from '../support/eventually.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { stubEntry } from '../support/stub-server.js';

const keyYaml = (id: string) =>
  `{ id: ${id}, tenant: ${id}, sha256: ${createHash('sha256').update(`key-of-${id}`).digest('hex')} }`;
/** One question fills the service: the server it asks never answers. */
const YAML = `
access:
  keys: [${keyYaml('one')}, ${keyYaml('greedy')}]
  limits: { key: { requests: 40, answers: 4 } }
admission: { capacity: 1, queueCapacity: 0, tenantRatio: 1 }
mcp: { servers: [${stubEntry('context7', { mode: 'silent' }, 'timeoutMs: 1500')}] }
`;
const ASK = { question: QUESTION, noCache: true };

describe('FastPath, while questions are refused,', () => {
  let service: RunningApp;
  let url: string;
  beforeEach(async () => {
    service = await RunningApp.start({ yaml: YAML });
    url = await service.listen();
  });
  afterEach(() => service.stop());

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/answers`, {
      method: 'POST',
      headers: { authorization: 'Bearer key-of-one', 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  /** Fills the service; `answer` is the one that fills it. */
  async function fill(): Promise<{ readonly answer: Promise<Response> }> {
    const answer = post({ ...ASK, class: 'enhanced' });
    await eventually(async () => (service.app.get(Admission, { strict: false }).state.open === 1 ? true : undefined));
    return { answer };
  }

  it('refuses as the framework does, and admits again when there is capacity', async () => {
    const { answer } = await fill();
    const whole = await service.post('/v1/answers', ASK, { authorization: 'Bearer key-of-one' });
    const early = await post(ASK, { 'x-request-id': 'mine' });
    const { requestId, retryAfterMs, ...problem } = problemSchema.parse(await early.json());
    const { requestId: _id, retryAfterMs: _ms, ...expected } = whole.body;
    expect(early.status).toBe(whole.status);
    expect(problem).toEqual(expected);
    expect(problem.code).toBe('OVERLOADED');
    // The framework, which adds this header, has not seen the request.
    expect(whole.headers['content-security-policy']).toBeDefined();
    expect(early.headers.get('content-security-policy')).toBeNull();
    expect(requestId).toBe('mine');
    expect(early.headers.get('retry-after')).toBe(String(Math.ceil((retryAfterMs ?? 0) / 1_000)));
    expect(early.headers.get('content-type')).toBe(whole.headers['content-type']);
    expect((await answer).status).toBe(200);
    expect((await post({ ...ASK, enhance: 'never' })).status).toBe(200);
  });

  it('reads what it refuses to its end, or an idle connection would hold its last request', async () => {
    const received: IncomingMessage[] = [];
    service.app.getHttpServer().on('request', (request: IncomingMessage) => received.push(request));
    const { answer } = await fill();
    for (let i = 0; i < 3; i++) expect((await post(ASK)).status).toBe(503);
    await eventually(async () => (received.slice(-3).every((request) => request.readableEnded) ? true : undefined));
    expect((await answer).status).toBe(200);
  });

  it('leaves to the framework what it cannot decide', async () => {
    const cached = { question: 'Who should own our data platform?', enhance: 'never' };
    expect((await post(cached)).status).toBe(200);
    const { answer } = await fill();
    expect((await post(ASK)).status).toBe(503);
    const statusOf = async (sent: Promise<Response>) => (await sent).status;
    expect(await statusOf(post(cached))).toBe(200);
    expect(await statusOf(post('{"question":'))).toBe(400);
    expect(await statusOf(post({ ...ASK, class: 'critical' }))).toBe(403);
    expect(await statusOf(post(ASK, { authorization: 'Bearer cd_nobody_has_this' }))).not.toBe(500);
    expect(await statusOf(post({ ...ASK, question: 'x'.repeat(20_000) }))).toBe(503);
    expect(await statusOf(post({ ...ASK, question: 'y'.repeat(40_000) }))).toBe(413);
    expect((await answer).status).toBe(200);
  });

  it('refuses a caller that has used up its window, and no other', async () => {
    const as = (id: string) => post({ ...ASK, enhance: 'never' }, { authorization: `Bearer key-of-${id}` });
    const statuses: number[] = [];
    for (let i = 0; i < 50; i++) statuses.push((await as('greedy')).status);
    expect(statuses.slice(0, 40)).toEqual(Array(40).fill(200));
    expect(statuses.slice(40)).toEqual(Array(10).fill(429));
    const refused = await as('greedy');
    expect(problemSchema.parse(await refused.json()).code).toBe('RATE_LIMITED');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await as('one')).status).toBe(200);
  });
});
