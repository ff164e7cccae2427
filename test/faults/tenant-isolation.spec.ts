import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { z } from 'zod';

import { Journal } from '../../src/conversations/index.js';
import { JobQueue, type JobKind } from '../../src/jobs/index.js';
import { eventually } from '../support/eventually.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const KEYS = { acme: 'key-of-acme-0123456789', globex: 'key-of-globex-0123456789' } as const;
type Tenant = keyof typeof KEYS;

const yaml = `
access:
  keys:
${Object.entries(KEYS)
  .map(([tenant, key]) => {
    const sha256 = createHash('sha256').update(key).digest('hex');
    return `    - { id: ${tenant}, sha256: ${sha256}, tenant: ${tenant}, entitlements: [ask, auditor] }`;
  })
  .join('\n')}
`;

describe('the cache between tenants', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml });
  });
  afterAll(() => service.stop());

  const as = (tenant: Tenant) => ({ authorization: `Bearer ${KEYS[tenant]}` });
  const ask = async (tenant: Tenant, question: string) =>
    (await service.post('/v1/answers', { question }, as(tenant))).body;

  it('answers each tenant from its own entries only, also at the same time and in other words', async () => {
    const first = await ask('acme', QUESTION);
    const other = await ask('globex', QUESTION);
    expect(other.receipt.cache.answer).toBe('miss');
    expect(other.id).not.toBe(first.id);
    expect((await ask('globex', QUESTION.toLowerCase())).receipt.cache).toMatchObject({
      answer: 'similar',
      similarTo: other.id,
    });

    const question = 'Should we build or buy the billing engine?';
    const asked = await Promise.all(
      (['acme', 'globex', 'acme', 'globex'] as const).map(async (tenant) => ({
        tenant,
        body: await ask(tenant, question),
      })),
    );
    const idsOf = (tenant: Tenant) => new Set(asked.filter((one) => one.tenant === tenant).map(({ body }) => body.id));
    expect(idsOf('acme').size).toBe(1);
    expect([...idsOf('acme')].filter((id) => idsOf('globex').has(id))).toEqual([]);
  });

  it('discloses a similar hit in the receipt and in Cache-Status', async () => {
    const original = 'How do we cut the lead time of our deployments by 20% before June?';
    const { id } = await ask('acme', original);
    const wording = 'before June, how can we reduce the lead time of our deployments 20 percent';
    const { body, headers } = await service.post('/v1/answers', { question: wording }, as('acme'));
    expect(body).toMatchObject({ id, receipt: { cache: { answer: 'similar', similarTo: id } } });
    expect(headers['cache-status']).toBe('ClaudeDirector; hit; detail=similar');
    expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'Authorization' });
  });

  it('serves nothing cached to a caller that wants a fresh answer', async () => {
    const fresh = await service.post(
      '/v1/answers',
      { question: QUESTION },
      { ...as('acme'), 'cache-control': 'no-cache' },
    );
    expect(fresh.body.receipt.cache.answer).toBe('bypass');
    expect(fresh.headers['cache-status']).toBe('ClaudeDirector; fwd=bypass');
  });
});

/** Runs until it is called off. */
const ENDLESS: JobKind<{ n: number }> = { name: 'test.endless', schema: z.strictObject({ n: z.int() }) };

describe('conversations, answers, jobs and audit between tenants', () => {
  let service: RunningApp;
  let calledOff = 0;
  let begun = 0;
  beforeAll(async () => {
    service = await RunningApp.start({
      yaml,
      beforeInit: (app) => {
        app.get(JobQueue, { strict: false }).handle(ENDLESS, async (_payload, { deadline }) => {
          begun++;
          await deadline.wait(new Promise(() => undefined)).catch(() => calledOff++);
        });
      },
    });
  });
  afterAll(() => service.stop());

  const as = (tenant: Tenant) => ({ authorization: `Bearer ${KEYS[tenant]}` });
  const begin = async () => (await service.post('/v1/answers', { question: QUESTION, noCache: true }, as('acme'))).body;
  const graphql = (query: string) => service.post('/graphql', { query }, as('globex'));
  const tool = async (name: string, args: object) =>
    (
      await service.app.inject({
        method: 'POST',
        url: '/mcp',
        headers: { ...as('globex'), accept: 'application/json, text/event-stream' },
        payload: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
      })
    ).payload;
  async function audited(tenant: Tenant, kind: string): Promise<string[]> {
    await service.app.get(Journal, { strict: false }).flush();
    const { body } = await service.get('/v1/audit?limit=100', as(tenant));
    const events = body.items.map(({ event }: { event: { kind: string; resource: string } }) => event);
    return events.flatMap((event: { kind: string; resource: string }) => (event.kind === kind ? [event.resource] : []));
  }

  it('are missing over GraphQL and MCP too, and the attempt is in the audit trail of its caller', async () => {
    const attempts: readonly ((ids: { id: string; conversationId: string }) => Promise<unknown>)[] = [
      ({ id }) => graphql(`{ answer(id: "${id}") { id } }`),
      ({ conversationId }) => graphql(`{ conversation(id: "${conversationId}") { id } }`),
      ({ conversationId }) => graphql(`{ turns(conversationId: "${conversationId}") { items { id } } }`),
      ({ conversationId }) => graphql(`mutation { deleteConversation(id: "${conversationId}") }`),
      ({ conversationId }) =>
        graphql(`mutation { ask(input: { question: "Why?", conversationId: "${conversationId}" }) { id } }`),
      ({ conversationId }) => tool('ask', { question: QUESTION, conversationId }),
      ({ conversationId }) => tool('plan', { question: QUESTION, conversationId }),
    ];
    for (const attempt of attempts) {
      const theirs = await begin();
      const said = JSON.stringify(await attempt(theirs));
      expect(said).toMatch(/(?:CONVERSATION|ANSWER)_NOT_FOUND/);
      expect(said).not.toContain('squads');
      const missed = await audited('globex', 'access.missing');
      expect(missed.filter((one) => one === theirs.id || one === theirs.conversationId)).toHaveLength(1);
      expect((await service.get(`/v1/conversations/${theirs.conversationId}`, as('acme'))).status).toBe(200);
    }
    expect(await audited('acme', 'access.missing')).toEqual([]);
  });

  it('has no endpoint that names a job, and no other tenant ends one', async () => {
    const { conversationId } = await begin();
    const jobs = service.app.get(JobQueue, { strict: false });
    const id = await jobs.add(ENDLESS, { n: 1 }, { tags: [`conversation:${conversationId}`] });
    await eventually(() => (begun === 1 ? true : undefined));
    for (const path of [`jobs/${id}`, `answers/${id}`, `conversations/${id}`]) {
      expect((await service.get(`/v1/${path}`, as('globex'))).status).toBe(404);
    }
    const url = `/v1/conversations/${conversationId}`;
    expect((await service.app.inject({ method: 'DELETE', url, headers: as('globex') })).statusCode).toBe(404);
    expect(await audited('globex', 'access.missing')).toContain(conversationId);
    expect(calledOff).toBe(0);
    expect((await service.app.inject({ method: 'DELETE', url, headers: as('acme') })).statusCode).toBe(204);
    await eventually(() => (calledOff === 1 ? true : undefined));
  });
});
