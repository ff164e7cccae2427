import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { problemSchema } from '../../src/api/index.js';
import { answerSchema, type Answer, type Ask } from '../../src/answers/index.js';
import type { Client } from '@modelcontextprotocol/client';

import { runCommandLine } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { graphqlSelection } from '../support/graphql-selection.js';
import { connectOverHttp, problemCodeOf, wholeAnswerOf } from '../support/mcp-client.js';
import { QUESTION, RunningApp, withService } from '../support/running-app.js';
import { stubEntry } from '../support/stub-server.js';

const MEMO = `Situation: we spend 300k a month on cloud and nobody reads the invoice. The CFO wants 20 % less by June,
two of my five teams say it cannot be done without touching reliability, and our contract with the vendor ends in spring.
What do I put in front of the board?`;

/** What may differ between two answers to one question: identity and time. */
function comparable({ answer, receipt, status, version }: Answer) {
  const { requestId: _requestId, elapsedMs: _elapsedMs, stages, enhancements, ...rest } = receipt;
  return {
    answer,
    status,
    version,
    receipt: {
      ...rest,
      // A question that others overtake once it is read waits for admission twice.
      stages: [...new Set(stages.map(({ name }) => name))],
      enhancements: enhancements.map(({ durationMs: _durationMs, ...enhancement }) => enhancement),
    },
  };
}

describe('every endpoint', () => {
  let service: RunningApp;
  let mcp: Client;
  beforeAll(async () => {
    service = await RunningApp.start();
    mcp = await connectOverHttp(await service.listen());
  });
  afterAll(async () => {
    await mcp.close();
    await service.stop();
  });

  const endpoints: Record<string, (ask: Ask) => Promise<Answer>> = {
    REST: async (ask) => answerSchema.parse((await service.post('/v1/answers', ask)).body),
    GraphQL: async (input) => {
      const query = `mutation ($input: AskInput!) { ask(input: $input) ${graphqlSelection('Answer')} }`;
      const { body } = await service.post('/graphql', { query, variables: { input } });
      expect(body.errors).toBeUndefined();
      return answerSchema.parse(body.data.ask);
    },
    MCP: async (ask) => wholeAnswerOf(await mcp.callTool({ name: 'ask', arguments: { ...ask, detail: 'full' } })),
    "OpenAI's chat completions": ({ question, role, ...ask }) => {
      const system = role === undefined ? [] : [{ role: 'system', content: `The user is a ${role}.` }];
      return asChatClient('/v1/chat/completions', {
        ...ask,
        messages: [...system, { role: 'user', content: question }],
      });
    },
    "OpenAI's responses": ({ question, role, ...ask }) => {
      const instructions = role === undefined ? null : `The user is a ${role}.`;
      return asChatClient('/v1/responses', { ...ask, input: question, instructions });
    },
    'the command line': async ({ question, role, class: requestedClass }) => {
      const options = [
        ...(role === undefined ? [] : ['--role', role]),
        ...(requestedClass === undefined ? [] : ['--class', requestedClass]),
      ];
      const { stdout } = await runCommandLine(['ask', '-', '--json', ...options], { input: question });
      const answer = answerSchema.parse(JSON.parse(stdout));
      // The command line has no option for a fresh answer: its cache is empty. The others are asked not to use theirs.
      const { cache, stages, ...receipt } = answer.receipt;
      const withoutCache = stages.filter(({ name }) => name !== 'cache');
      // What it is asked is kept nowhere.
      expect(receipt.durable).toBe(false);
      const asElsewhere = { cache: { ...cache, answer: 'bypass' as const }, durable: true, stages: withoutCache };
      return { ...answer, receipt: { ...receipt, ...asElsewhere } };
    },
  };

  /** A reply has the receipt in short, and names the answer. */
  async function asChatClient(url: string, request: object): Promise<Answer> {
    const { body } = await service.post(url, request);
    return answerSchema.parse((await service.get(`/v1/answers/${body.director.answer}`)).body);
  }

  it.each<[string, Ask]>([
    ['a question', { question: QUESTION, noCache: true }],
    ['a memo from a role in a class', { question: MEMO, role: 'CTO', class: 'multi-persona', noCache: true }],
    ['small talk', { question: 'good morning!', noCache: true }],
  ])('gives the same answer and the same receipt to %s', async (_name, ask) => {
    const answers = await Promise.all(
      Object.entries(endpoints).map(async ([name, endpoint]) => [name, comparable(await endpoint(ask))] as const),
    );
    const [[, expected] = [], ...others] = answers;
    for (const [, actual] of others) expect(actual).toEqual(expected);
  });

  it.each([
    [{ question: '' }, 'INPUT_INVALID'],
    [{ question: 'x'.repeat(32_769) }, 'INPUT_TOO_LONG'],
    [{ question: QUESTION, personas: ['bob'] }, 'PERSONA_UNKNOWN'],
    [{ question: QUESTION, conversationId: `cnv_${'0'.repeat(26)}` }, 'CONVERSATION_NOT_FOUND'],
    [{ question: QUESTION, class: 'slow' }, 'INPUT_INVALID'],
    [{ question: QUESTION, mood: 'good' }, 'INPUT_INVALID'],
  ])('gives the same problem code: %#', async (ask, code) => {
    const rest = await service.post('/v1/answers', ask);
    const graphql = await service.post('/graphql', {
      query: 'mutation ($input: AskInput!) { ask(input: $input) { id } }',
      variables: { input: ask },
    });
    expect(rest.body.code).toBe(code);
    expect(problemCodeOf(await mcp.callTool({ name: 'ask', arguments: ask }))).toBe(code);
    expect(problemCodeOf(await mcp.callTool({ name: 'plan', arguments: ask }))).toBe(code);
    // GraphQL itself refuses a field that its schema does not have.
    if (!('mood' in ask)) expect(graphql.body.errors[0].extensions.code).toBe(code);
  });

  it('shares one cache and one conversation store', async () => {
    const question = 'Which of our two design systems should survive the merger?';
    await service.post('/v1/answers', { question });
    const { body } = await service.post('/graphql', {
      query: `mutation { ask(input: { question: ${JSON.stringify(question)} }) { conversationId receipt { cache { answer } } } }`,
    });
    expect(body.data.ask.receipt.cache.answer).toBe('hit');
    const result = await mcp.callTool({ name: 'ask', arguments: { question, detail: 'full' } });
    expect(wholeAnswerOf(result).receipt.cache.answer).toBe('hit');
    const next = await service.post('/v1/answers', {
      question: 'And who decides?',
      conversationId: body.data.ask.conversationId,
    });
    expect(next.status).toBe(200);
  });
});

describe('every endpoint, for a caller that', () => {
  const yaml = `
access: { keys: [{ id: plain, sha256: ${createHash('sha256').update('plain-key').digest('hex')} }] }
admission: { capacity: 1, queueCapacity: 0, tenantRatio: 1 }
mcp: { servers: [${stubEntry('context7', { mode: 'silent' }, 'timeoutMs: 1500')}] }
`;
  const authorization = 'Bearer plain-key';
  const query = `mutation ($input: AskInput!) { ask(input: $input) { id } }`;

  async function codesOf(service: RunningApp, mcp: Client, input: Record<string, unknown>) {
    const [rest, stream, graphql, tool] = await Promise.all([
      service.post('/v1/answers', input, { authorization }),
      service.post('/v1/answers', input, { authorization, accept: 'text/event-stream' }),
      service.post('/graphql', { query, variables: { input } }, { authorization }),
      mcp.callTool({ name: 'ask', arguments: input }),
    ]);
    return [rest.body.code, stream.body.code, graphql.body.errors?.[0]?.extensions.code, problemCodeOf(tool)];
  }
  const four = (code: string) => [code, code, code, code];

  it('has no entitlement, gives the same problem code', () =>
    withService({ yaml }, async (service) => {
      const mcp = await connectOverHttp(await service.listen(), { headers: { authorization } });
      const codes = await codesOf(service, mcp, { question: QUESTION, class: 'critical' });
      expect(codes).toEqual(four('CLASS_NOT_ENTITLED'));
      await mcp.close();
    }));

  it('comes when every slot is taken, sheds with the same problem code', () =>
    withService({ yaml }, async (service) => {
      const url = await service.listen();
      const mcp = await connectOverHttp(url, { headers: { authorization } });
      const input = { question: QUESTION, noCache: true };
      const first = service.post('/v1/answers', { ...input, class: 'enhanced' }, { authorization });
      await eventually(async () => {
        const { body } = await service.get('/v1/performance', { authorization });
        return body.admission.open === 1 ? true : undefined;
      });
      expect(await codesOf(service, mcp, input)).toEqual(four('OVERLOADED'));
      // Over a socket both are refused at the door, by the same decision.
      for (const accept of ['application/json', 'text/event-stream']) {
        const headers = { authorization, accept, 'content-type': 'application/json' };
        const refused = await fetch(`${url}/v1/answers`, { method: 'POST', headers, body: JSON.stringify(input) });
        expect([refused.status, problemSchema.parse(await refused.json()).code]).toEqual([503, 'OVERLOADED']);
      }
      const shed = await mcp.callTool({ name: 'ask', arguments: input });
      expect(shed._meta).toMatchObject({
        'claude-director/problem': { status: 503, retryAfterMs: expect.any(Number) },
      });
      expect((await first).status).toBe(200);
      await mcp.close();
    }));
});

describe('queries', () => {
  it('answer the same over GraphQL and REST', async () => {
    const service = await RunningApp.start();
    try {
      const { body } = await service.post('/graphql', {
        query: `{
          frameworks ${graphqlSelection('FrameworkSummary')}
          framework(id: "team-topologies") ${graphqlSelection('Framework')}
          personas ${graphqlSelection('Persona')}
          performance ${graphqlSelection('Performance')}
          plan(input: { question: ${JSON.stringify(QUESTION)} }) ${graphqlSelection('Plan')}
        }`,
      });
      expect(body.errors).toBeUndefined();
      const withoutNulls = (value: unknown): unknown =>
        JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (inner === null ? undefined : inner)));
      const rest = async (url: string) => (await service.get(url)).body;
      expect(withoutNulls(body.data.frameworks)).toEqual((await rest('/v1/frameworks')).frameworks);
      expect(withoutNulls(body.data.framework)).toEqual(await rest('/v1/frameworks/team-topologies'));
      expect(body.data.personas).toEqual((await rest('/v1/personas')).personas);
      expect(Object.keys(body.data.performance).toSorted()).toEqual(
        Object.keys(await rest('/v1/performance')).toSorted(),
      );
      expect(body.data.plan).toEqual((await service.post('/v1/plan', { question: QUESTION })).body);
    } finally {
      await service.stop();
    }
  });
});
