import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { AnswerRecorder } from '../../src/answers/index.js';
import { requestAnswered } from '../../src/optimizer/index.js';
import { StoreUnavailableError } from '../../src/store/index.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const KEY = { id: 'k', sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' };
const YAML = `
access:
  limits: { key: { requests: 40 } }
  keys: [{ id: ${KEY.id}, sha256: ${KEY.sha256}, tenant: acme, entitlements: [ask] }]
`;
const authorization = 'Bearer test';

/** What differs from one request to the next. */
const ITS_OWN = new Set(['requestId', 'elapsedMs', 'stages']);
const HEADERS_ITS_OWN = new Set(['x-request-id', 'server-timing', 'date', 'ratelimit']);

// A cached answer leaves before the framework; with an `Idempotency-Key` it takes the way through all of it.
describe('a cached answer', () => {
  let service: RunningApp;
  let url: string;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml: YAML });
    url = await service.listen();
    await ask();
  });
  afterAll(() => service.stop());

  const ask = async (body: object = {}, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/v1/answers`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ question: QUESTION, ...body }),
    });
    const parsed: ReturnType<typeof JSON.parse> = JSON.parse(await response.text());
    return { status: response.status, headers: Object.fromEntries(response.headers), body: parsed };
  };
  let keys = 0;
  const throughFramework = (body: object = {}, headers: Record<string, string> = {}) =>
    ask(body, { 'idempotency-key': `key-${keys++}`, ...headers });

  it.each([
    ['plain', {}, {}],
    ['of a class', { class: 'strategic' }, {}],
    ['of a class by a header', {}, { 'director-class': 'enhanced' }],
    ['with a shorter deadline', { deadlineMs: 200 }, {}],
    ['in other words', { question: QUESTION.toUpperCase() }, {}],
    ['of a class that the caller may not have, with leave', { class: 'critical' }, { prefer: 'handling=lenient' }],
  ])('%s: the same as through the framework', async (_, body, headers) => {
    const [quick, whole] = [await ask(body, headers), await throughFramework(body, headers)];
    expect(quick.body.receipt.cache.answer).toMatch(/^(hit|similar)$/);
    const bare = ({ body: { conversationId, receipt, ...answer } }: typeof quick) => ({
      ...answer,
      receipt: Object.fromEntries(
        Object.entries({ ...receipt, cache: { ...receipt.cache, ageMs: 0 } }).filter(([name]) => !ITS_OWN.has(name)),
      ),
      hasConversation: conversationId.startsWith('cnv_'),
    });
    expect(bare(quick)).toEqual(bare(whole));
    const headersOf = ({ headers: all }: typeof quick) =>
      Object.fromEntries(
        Object.entries(all)
          .filter(([name]) => !HEADERS_ITS_OWN.has(name))
          .map(([name, value]) => [name, name === 'content-length' ? 'some' : value]),
      );
    expect(headersOf(quick)).toEqual(headersOf(whole));
  });

  it.each([
    ['without a key', {}, { authorization: '' }],
    ['of a class beyond the caller', { class: 'critical' }, {}],
    ['with a header that says nothing', {}, { 'director-class': 'urgent' }],
    ['with a field that does not exist', { mood: 'good' }, {}],
    ['of another type than JSON', {}, { 'content-type': 'application/json-patch+json' }],
  ])('%s: refused as through the framework', async (_, body, headers) => {
    const [quick, whole] = [await ask(body, headers), await throughFramework(body, headers)];
    expect(quick.status).toBeGreaterThanOrEqual(400);
    const { requestId: _one, ...problem } = quick.body;
    const { requestId: _other, ...expected } = whole.body;
    expect(problem).toEqual(expected);
  });

  it('that cannot be recorded is an error, and is not recorded a second time', async () => {
    const recording = jest
      .spyOn(service.app.get(AnswerRecorder, { strict: false }), 'answered')
      .mockRejectedValue(new StoreUnavailableError('the database is away'));
    const { status, body } = await ask();
    expect([status, body.code]).toEqual([503, 'STORE_UNAVAILABLE']);
    expect(recording).toHaveBeenCalledTimes(1);
    recording.mockRestore();
  });

  it('counts once, as an answer and against the limits, and is refused beyond them', async () => {
    let answered = 0;
    const unsubscribe = requestAnswered.subscribe(() => answered++);
    const remaining = ({ headers }: Awaited<ReturnType<typeof ask>>) =>
      Number(/r=(\d+)/.exec(String(headers['ratelimit']))?.[1]);
    const first = remaining(await ask());
    expect(remaining(await ask())).toBe(first - 1);
    expect(answered).toBe(2);
    unsubscribe();
    let last = await ask();
    for (let i = 0; i < 40 && last.status === 200; i++) last = await ask();
    expect([last.status, last.body.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  });
});
