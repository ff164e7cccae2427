import { createHash } from 'node:crypto';

import type { Client } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { RequestAuthorizer } from '../../src/access/index.js';
import { AnswerKeys } from '../../src/answers/caching/answer-keys.js';
import { askSchema } from '../../src/answers/index.js';
import { patientAskSchema } from '../../src/api/mcp/ask-handler.js';
import { Admission, ClassPolicy } from '../../src/optimizer/index.js';
import { eventually } from '../support/eventually.js';
import { connectOverHttp } from '../support/mcp-client.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { stubEntry } from '../support/stub-server.js';

const sha256 = createHash('sha256').update('a-key').digest('hex');
const YAML = `
access: { keys: [{ id: k, sha256: ${sha256}, entitlements: [ask] }] }
eventLoop: { stallMs: 10000 }
`;
const authorization = 'Bearer a-key';

/** How often each of the first steps was taken. */
interface Counts {
  readonly authentications: number;
  readonly classes: number;
  readonly validations: number;
  readonly keys: number;
}

describe('the first steps of a question', () => {
  let service: RunningApp;
  let url: string;
  let mcp: Client;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml: YAML });
    url = await service.listen();
    mcp = await connectOverHttp(url, { headers: { authorization } });
  });
  afterAll(async () => {
    await mcp.close();
    await service.stop();
  });

  let counts: () => Counts;
  beforeEach(() => {
    const the = <T>(type: abstract new (...args: never[]) => T) => service.app.get<T>(type, { strict: false });
    const authenticate = jest.spyOn(the(RequestAuthorizer), 'authenticate');
    const open = jest.spyOn(the(ClassPolicy), 'open');
    const schemas = [askSchema, patientAskSchema].map((schema) => jest.spyOn(schema, 'safeParse'));
    const keyOf = jest.spyOn(the(AnswerKeys), 'keyOf');
    counts = () => ({
      authentications: authenticate.mock.calls.length,
      classes: open.mock.calls.length,
      validations: schemas.reduce((sum, { mock }) => sum + mock.calls.length, 0),
      keys: keyOf.mock.calls.length,
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }).then((response) => response.text());
  const endpoints: Record<string, (ask: object) => Promise<unknown>> = {
    REST: (ask) => post('/v1/answers', ask),
    'REST, through the framework': (ask) => post('/v1/answers', ask, { origin: 'https://elsewhere.example' }),
    'server-sent events': (ask) => post('/v1/answers', ask, { accept: 'text/event-stream' }),
    GraphQL: (input) =>
      post('/graphql', {
        query: 'mutation ($input: AskInput!) { ask(input: $input) { id receipt { cache { answer } } } }',
        variables: { input },
      }),
    MCP: (ask) => mcp.callTool({ name: 'ask', arguments: { ...ask } }),
  };
  /** Which read what persona shall answer from the name of a model. */
  const chats: typeof endpoints = {
    "OpenAI's chat completions": ({ question, ...ask }: { question?: string }) =>
      post('/v1/chat/completions', { ...ask, messages: [{ role: 'user', content: question }] }),
    "OpenAI's chat completions, streamed": ({ question, ...ask }: { question?: string }) =>
      post('/v1/chat/completions', { ...ask, messages: [{ role: 'user', content: question }], stream: true }),
    "OpenAI's responses": ({ question, ...ask }: { question?: string }) =>
      post('/v1/responses', { ...ask, input: question }),
  };
  const ONCE = { authentications: 1, classes: 1, validations: 1, keys: 1 };

  it.each(Object.entries({ ...endpoints, ...chats }))(
    'are taken once over %s for a miss and for a hit',
    async (name, ask) => {
      // Loaded with the first request; what that takes is not counted.
      await ask({ question: `Who should own the roadmap of team ${name}?` });
      const before = counts();
      await ask({ question: `Where should team ${name} sit?` });
      const miss = counts();
      await ask({ question: `Where should team ${name} sit?` });
      const hit = counts();
      expect(difference(miss, before)).toEqual(ONCE);
      expect(difference(hit, miss)).toEqual(ONCE);
    },
  );

  it.each(Object.entries(endpoints))(
    'are taken at most once over %s for a question that is invalid',
    async (_, ask) => {
      await ask({ question: 'Should we merge the two teams?' });
      const before = counts();
      await ask({ question: 'Should we merge the two teams?', personas: ['unknown'] });
      expect(difference(counts(), before)).toEqual({ ...ONCE, keys: 0 });
    },
  );

  it.each(Object.entries({ ...endpoints, ...chats }))(
    'are taken at most once over %s for a question beyond the caller',
    async (_, ask) => {
      await ask({ question: 'Should we merge the two teams?' });
      const before = counts();
      await ask({ question: 'Should we merge the two teams?', class: 'critical' });
      expect(difference(counts(), before)).toEqual({ ...ONCE, validations: 0, keys: 0 });
    },
  );

  it('hash nothing where a cached answer will not do', async () => {
    const keyOf = jest.spyOn(service.app.get(AnswerKeys, { strict: false }), 'keyOf');
    await endpoints['REST']?.({ question: 'Should we merge the two teams?', noCache: true });
    expect(keyOf.mock.results.every(({ value }) => value === undefined)).toBe(true);
  });
});

describe('the first steps of a question that is refused for overload', () => {
  it('are taken once, before the framework', async () => {
    const service = await RunningApp.start({
      yaml: `
admission: { capacity: 1, queueCapacity: 0, tenantRatio: 1 }
eventLoop: { stallMs: 10000 }
mcp: { servers: [${stubEntry('context7', { mode: 'silent' })}] }
`,
    });
    const url = await service.listen();
    const post = (body: object) =>
      fetch(`${url}/v1/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    try {
      const admission = service.app.get(Admission, { strict: false });
      const filling = post({ question: QUESTION, class: 'enhanced', noCache: true });
      await eventually(async () => (admission.state.open === 1 ? true : undefined));
      // The first refusal makes the service refuse early.
      expect((await post({ question: 'Who owns the roadmap?' })).status).toBe(503);
      const authenticate = jest.spyOn(service.app.get(RequestAuthorizer, { strict: false }), 'authenticate');
      const open = jest.spyOn(service.app.get(ClassPolicy, { strict: false }), 'open');
      const parse = jest.spyOn(askSchema, 'safeParse');
      const keyOf = jest.spyOn(service.app.get(AnswerKeys, { strict: false }), 'keyOf');
      expect((await post({ question: 'Who owns the roadmap?' })).status).toBe(503);
      const calls = [authenticate, open, parse, keyOf].map(({ mock }) => mock.calls.length);
      expect(calls).toEqual([1, 1, 1, 1]);
      await filling;
    } finally {
      jest.restoreAllMocks();
      await service.stop();
    }
  });
});

function difference(after: Counts, before: Counts): Counts {
  return {
    authentications: after.authentications - before.authentications,
    classes: after.classes - before.classes,
    validations: after.validations - before.validations,
    keys: after.keys - before.keys,
  };
}
