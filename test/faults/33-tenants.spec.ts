import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { QUESTION, RunningApp } from '../support/running-app.js';

const KEYS = { acme: 'key-of-acme-0123456789', globex: 'key-of-globex-0123456789' } as const;
type Tenant = keyof typeof KEYS;

const yaml = `
access:
  keys:
${Object.entries(KEYS)
  .map(([tenant, key]) => {
    const sha256 = createHash('sha256').update(key).digest('hex');
    return `    - { id: ${tenant}, sha256: ${sha256}, tenant: ${tenant} }`;
  })
  .join('\n')}
`;

describe('row 33: the cache between tenants', () => {
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

  it('takes nothing kept for who wants it fresh', async () => {
    const fresh = await service.post(
      '/v1/answers',
      { question: QUESTION },
      { ...as('acme'), 'cache-control': 'no-cache' },
    );
    expect(fresh.body.receipt.cache.answer).toBe('bypass');
    expect(fresh.headers['cache-status']).toBe('ClaudeDirector; fwd=bypass');
  });
});
