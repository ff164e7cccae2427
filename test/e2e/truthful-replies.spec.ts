import { createHash } from 'node:crypto';

import { LazyModuleLoader } from '@nestjs/core';
import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { createApp } from '../../src/app/index.js';
import { CLOCK, loadConfig } from '../../src/config/index.js';
import type { Clock } from '../../src/core/index.js';
import { Journal } from '../../src/conversations/index.js';
import { Admission, requestAnswered, type AnsweredEvent } from '../../src/optimizer/index.js';
import { Store } from '../../src/store/index.js';
import { eventually } from '../support/eventually.js';
import { connectOverHttp } from '../support/mcp-client.js';
import { QUESTION, withService, type RunningApp } from '../support/running-app.js';
import { stubEntry } from '../support/stub-server.js';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const ASK = 'mutation ($input: AskInput!) { ask(input: $input) { receipt { class met deadlineMs elapsedMs } } }';

let stopCollecting: (() => void) | undefined;
afterEach(() => {
  jest.restoreAllMocks();
  stopCollecting?.();
});

/** Collects the outcomes that are recorded during a test. */
function outcomes(): AnsweredEvent[] {
  const events: AnsweredEvent[] = [];
  stopCollecting = requestAnswered.subscribe((event) => void events.push(event));
  return events;
}

describe('the first question after a start', () => {
  /** Lets ten seconds pass on the clock of the service while a module is loaded. */
  function loadSlowly(service: RunningApp): void {
    const clock = service.app.get<Clock>(CLOCK);
    const loader = service.app.get(LazyModuleLoader);
    const [load, now] = [loader.load.bind(loader), clock.now.bind(clock)];
    jest.spyOn(loader, 'load').mockImplementation((...args) => {
      clock.now = () => now() + 10_000;
      return load(...args);
    });
  }

  it('has its whole deadline over GraphQL, however long the schema took to build', () =>
    withService({ slowness: 100 }, async (service) => {
      loadSlowly(service);
      const input = { question: QUESTION, class: 'critical' };
      const { body, status } = await service.post('/graphql', { query: ASK, variables: { input } });
      expect(status).toBe(200);
      expect(body.errors).toBeUndefined();
      expect(body.data.ask.receipt).toMatchObject({ class: 'critical', met: true, deadlineMs: 100 });
    }));

  it('has its whole deadline over MCP, however long the endpoint took to load', () =>
    withService({ slowness: 100 }, async (service) => {
      const url = await service.listen();
      loadSlowly(service);
      const client = await connectOverHttp(url);
      const result = await client.callTool({ name: 'ask', arguments: { question: QUESTION, class: 'critical' } });
      await client.close();
      expect(result.isError).toBeFalsy();
      expect(result.structuredContent).toMatchObject({ receipt: { class: 'critical', met: true } });
    }));
});

describe('a receipt', () => {
  it('says which deadline was asked for and which one counts, on every endpoint', () =>
    withService({}, async (service) => {
      const ask = { question: QUESTION, class: 'strategic', deadlineMs: 60_000 };
      const { body } = await service.post('/v1/answers', ask);
      expect(body.receipt).toMatchObject({ requestedDeadlineMs: 60_000, deadlineMs: 500 });
      // From the cache, it is still this request's.
      const cached = await service.post('/v1/answers', { ...ask, deadlineMs: 400 });
      expect(cached.body.receipt).toMatchObject({
        requestedDeadlineMs: 400,
        deadlineMs: 400,
        cache: { answer: 'hit' },
      });
      const none = await service.post('/v1/answers', { question: QUESTION });
      expect(none.body.receipt.requestedDeadlineMs).toBeNull();
      const query = `mutation { ask(input: { question: "Why?", deadlineMs: 60000 }) { receipt { requestedDeadlineMs } } }`;
      const graphql = await service.post('/graphql', { query });
      expect(graphql.body.data.ask.receipt.requestedDeadlineMs).toBe(60_000);
    }));
});

describe('questions without words', () => {
  it.each([
    '   ',
    '.',
    '???',
    '\n\t\r',
    '\u200b\u200d\ufeff',
    '\u0000\u0007',
    '\u3164',
    '\u2800',
    '…—！？',
    '\u202e\u2066',
  ])('are refused on every endpoint: %j', (question) =>
    withService({}, async (service) => {
      for (const path of ['/v1/answers', '/v1/plan']) {
        const { body, status } = await service.post(path, { question });
        expect([status, body.code, body.errors[0].field]).toEqual([400, 'INPUT_INVALID', 'question']);
      }
      const detection = await service.post('/v1/frameworks/detect', { text: question });
      expect([detection.status, detection.body.code]).toEqual([400, 'INPUT_INVALID']);
      const { body } = await service.post('/graphql', { query: ASK, variables: { input: { question } } });
      expect(body.errors[0].extensions.code).toBe('INPUT_INVALID');
    }),
  );

  it('share no answer with each other', () =>
    withService({}, async (service) => {
      const uses: string[] = [];
      for (const question of ['🎉', '🔥', '🔥🔥', '👍', '👎', 'please', 'the', 'Is 5 € enough?', 'Is 5 £ enough?']) {
        uses.push((await service.post('/v1/answers', { question })).body.receipt.cache.answer);
      }
      expect(new Set(uses)).toEqual(new Set(['miss']));
      expect((await service.post('/v1/answers', { question: '🎉' })).body.receipt.cache.answer).toBe('hit');
    }));
});

describe('a refusal', () => {
  const YAML = `
access:
  keys: [{ id: one, sha256: ${sha256('one')}, tenant: t, entitlements: [ask, auditor] }]
  limits: { windowSeconds: 600, key: { requests: 4 } }
`;

  it('for a limit says which, before and behind the framework', () =>
    withService({ yaml: YAML }, async (service) => {
      const url = await service.listen();
      const ask = (headers: Record<string, string> = {}) =>
        fetch(`${url}/v1/answers`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...bearer('one'), ...headers },
          body: JSON.stringify({ question: QUESTION }),
        });
      for (let n = 0; n < 4; n++) expect((await ask()).status).toBe(200);
      const framework = await ask({ origin: 'https://elsewhere.example' });
      const early = await ask();
      for (const { headers, status } of [framework, early]) {
        expect(status).toBe(429);
        expect(headers.get('ratelimit-policy')).toBe('"key";q=4;w=600');
        expect(headers.get('ratelimit')).toMatch(/^"key";r=0;t=\d+$/);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      // The framework adds this header.
      expect(early.headers.get('content-security-policy')).toBeNull();
    }));

  it('for want of a key says whether there was none, another form or an invalid one', () =>
    withService({ yaml: YAML }, async (service) => {
      const details = new Set<string>();
      for (const authorization of [undefined, 'Basic b25lOm9uZQ==', 'Bearer two']) {
        const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
        const { body, status } = await service.get('/v1/personas', headers);
        expect([status, body.code]).toEqual([401, 'UNAUTHENTICATED']);
        details.add(body.detail);
      }
      expect(details.size).toBe(3);
    }));

  it('for overload is counted in the report of its class', () =>
    withService({ yaml: 'admission: { capacity: 1, queueCapacity: 0, tenantRatio: 1 }' }, async (service) => {
      const admitted = service.post('/v1/answers', { question: QUESTION, noCache: true, class: 'strategic' });
      const refused = await service.post('/v1/answers', { question: QUESTION, noCache: true, class: 'strategic' });
      await admitted;
      const { body } = await service.get('/v1/performance');
      const strategic = body.classes.find((one: { class: string }) => one.class === 'strategic');
      expect(strategic.refused).toBe(refused.status === 503 ? 1 : 0);
      expect(strategic.budget.missed).toBeGreaterThanOrEqual(strategic.refused);
    }));
});

describe('an event stream', () => {
  it('is not resumed after an event that was never sent', () =>
    withService({}, async (service) => {
      const stream = await service.app.inject({
        method: 'POST',
        url: '/v1/answers',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        payload: JSON.stringify({ question: QUESTION }),
      });
      const ids = [...stream.payload.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
      const answer = /"id":"(ans_\w+)"/.exec(stream.payload)?.[1];
      const last = Math.max(...ids);
      const resume = (after: number) => service.get(`/v1/answers/${answer}/events`, { 'last-event-id': String(after) });
      expect((await resume(last - 1)).text).toContain(`id: ${last}`);
      expect((await resume(last)).status).toBe(200);
      const { body, status } = await resume(last + 1);
      expect([status, body.code]).toEqual([400, 'HEADER_INVALID']);
    }));
});

describe('the outcome of an answer', () => {
  const LATE = `mcp: { servers: [${stubEntry('context7', { mode: 'silent' })}] }\ncontinuation: { maxMs: 60000 }`;

  it('is recorded when a streamed answer is there, not when the stream ends', () =>
    withService({ yaml: LATE, slowness: 1 }, async (service) => {
      const url = await service.listen();
      const events = outcomes();
      const leave = new AbortController();
      const stream = await fetch(`${url}/v1/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ question: QUESTION, class: 'strategic' }),
        signal: leave.signal,
      });
      await eventually(async () => (events.length > 0 ? true : undefined));
      // It goes on until the late part has come.
      expect(stream.bodyUsed).toBe(false);
      leave.abort();
      expect(events).toHaveLength(1);
    }));

  it('is recorded once when the caller has left before', () =>
    withService({ yaml: LATE, slowness: 1 }, async (service) => {
      const url = await service.listen();
      const events = outcomes();
      const leave = new AbortController();
      const asking = fetch(`${url}/v1/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: QUESTION, class: 'enhanced', noCache: true }),
        signal: leave.signal,
      });
      const admission = service.app.get(Admission, { strict: false });
      await eventually(async () => (admission.state.open > 0 ? true : undefined));
      leave.abort();
      await expect(asking).rejects.toThrow();
      await eventually(async () => (events.length > 0 ? true : undefined));
      expect(events).toMatchObject([{ class: 'enhanced' }]);
    }));

  it('is recorded for each question of a GraphQL request as it is answered', () =>
    withService({}, async (service) => {
      const events = outcomes();
      const query = `mutation { a: ask(input: { question: "Who owns the roadmap?" }) { id }
        b: ask(input: { question: "Who owns the budget?" }) { id } }`;
      await service.post('/graphql', { query });
      expect(events).toHaveLength(2);
    }));
});

it('plans of one GraphQL query have a class each', () =>
  withService({}, async (service) => {
    const plan = (name: string) => `${name}: plan(input: { question: "Should we merge?", class: "${name}" }) { class }`;
    const { body } = await service.post('/graphql', {
      query: `{ ${plan('strategic')} ${plan('enhanced')} ${plan('critical')} }`,
    });
    expect(body.data).toEqual({
      strategic: { class: 'strategic' },
      enhanced: { class: 'enhanced' },
      critical: { class: 'critical' },
    });
  }));

describe('metrics', () => {
  it('are made once a second at most', () =>
    withService({ slowness: 1_000 }, async (service) => {
      const first = await service.get('/metrics');
      await service.post('/v1/answers', { question: QUESTION });
      expect((await service.get('/metrics')).text).toBe(first.text);
      expect(first.headers['content-type']).toMatch(/^text\/plain/);
    }));

  it('require the key of the operator where one is configured', () =>
    withService({ yaml: `access: { metricsSha256: ${sha256('scraper')} }` }, async (service) => {
      const [none, wrong, right] = [{}, bearer('another'), bearer('scraper')];
      expect((await service.get('/metrics', none)).status).toBe(401);
      expect((await service.get('/metrics', wrong)).status).toBe(401);
      expect((await service.get('/metrics', right)).text).toContain('claude_director_requests_total');
      // It opens nothing else.
      expect((await service.get('/health/ready')).status).toBe(200);
    }));
});

describe('keys', () => {
  const KEYS = `
access:
  keys:
    - { id: root, sha256: ${sha256('root')}, tenant: acme, entitlements: [ask, critical, auditor, admin] }
    - { id: admin, sha256: ${sha256('admin')}, tenant: acme, entitlements: [ask, admin] }
`;

  it('are made, rotated and revoked only by callers that hold all they grant', () =>
    withService({ yaml: KEYS }, async (service) => {
      const make = async (entitlements: string[]) =>
        String((await service.post('/v1/keys', { label: 'x', entitlements }, bearer('root'))).body.id);
      const call = async (method: 'POST' | 'DELETE', path: string, as: string) => {
        const { payload, statusCode } = await service.app.inject({
          method,
          url: `/v1/keys/${path}`,
          headers: bearer(as),
        });
        return { status: statusCode, body: JSON.parse(payload) };
      };
      for (const stronger of [['ask', 'critical'], ['auditor'], ['ask', 'admin', 'critical']]) {
        const id = await make(stronger);
        for (const refused of [await call('POST', `${id}/rotate`, 'admin'), await call('DELETE', id, 'admin')]) {
          expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ENTITLED']);
          expect(JSON.stringify(refused.body)).not.toContain('cdk_');
        }
        expect((await call('POST', `${id}/rotate`, 'root')).status).toBe(201);
        expect((await call('DELETE', id, 'root')).status).toBe(200);
      }
      const equal = await make(['ask', 'admin']);
      expect((await call('POST', `${equal}/rotate`, 'admin')).status).toBe(201);
      expect((await call('DELETE', equal, 'admin')).status).toBe(200);
    }));

  it('are not renewed by rotation when they have expired, nor for longer than they would have lasted', () =>
    withService({ yaml: KEYS, slowness: 1 }, async (service) => {
      const { body: key } = await service.post('/v1/keys', { label: 'x', expiresInDays: 1 }, bearer('root'));
      const rotated = await service.post(`/v1/keys/${key.id}/rotate`, {}, bearer('root'));
      expect(rotated.body.expiresAt).toBe(key.expiresAt);
      const clock = service.app.get<Clock>(CLOCK);
      const epochMs = clock.epochMs.bind(clock);
      clock.epochMs = () => epochMs() + 2 * 86_400_000;
      const expired = await service.post(`/v1/keys/${rotated.body.id}/rotate`, {}, bearer('root'));
      expect([expired.status, expired.body.code]).toEqual([404, 'KEY_NOT_FOUND']);
    }));
});

it('a service whose start fails half-way is closed', async () => {
  const config = loadConfig({ env: { LOG_LEVEL: 'fatal' }, cwd: '/tmp' });
  const graphql = { ...config.graphql, preload: true };
  Object.defineProperty(graphql, 'webSockets', {
    get: () => {
      throw new Error('planted');
    },
  });
  const close = jest.spyOn(Store.prototype, 'close');
  await expect(createApp({ ...config, store: { ...config.store, file: ':memory:' }, graphql })).rejects.toThrow(
    'planted',
  );
  expect(close).toHaveBeenCalledTimes(1);
});

it('audits a refusal of a limit once for a caller, and not every one of a flood', () =>
  withService(
    {
      yaml: `
access:
  keys: [{ id: one, sha256: ${sha256('one')}, tenant: t }, { id: two, sha256: ${sha256('two')}, tenant: t, entitlements: [ask, auditor] }]
  limits: { windowSeconds: 600, key: { requests: 2 } }
`,
      slowness: 1_000,
    },
    async (service) => {
      for (let n = 0; n < 12; n++) await service.post('/v1/answers', { question: QUESTION }, bearer('one'));
      await service.app.get(Journal, { strict: false }).flush();
      const { body } = await service.get('/v1/audit?limit=100', bearer('two'));
      const refusals = body.items.filter(({ event }: { event: { kind: string } }) => event.kind === 'answer.refused');
      expect(refusals).toHaveLength(1);
      expect(refusals[0].event).toMatchObject({ subject: 'one', resource: 'RATE_LIMITED' });
    },
  ));
