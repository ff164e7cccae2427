import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Journal } from '../../src/conversations/index.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const YAML = `
access:
  keys:
    - { id: acme, sha256: ${sha256('acme')}, tenant: acme, entitlements: [ask, critical] }
    - { id: acme-admin, sha256: ${sha256('acme-admin')}, tenant: acme, entitlements: [ask, auditor, admin] }
    - { id: globex, sha256: ${sha256('globex')}, tenant: globex, entitlements: [ask, auditor] }
    - { id: busy, sha256: ${sha256('busy')}, tenant: busy }
  limits:
    key: { requests: 200 }
`;

describe('conversations, tenants and trust', () => {
  let service: RunningApp;
  const [acme, admin, globex] = [bearer('acme'), bearer('acme-admin'), bearer('globex')];
  const written = () => service.app.get(Journal, { strict: false }).flush();

  beforeAll(async () => {
    service = await RunningApp.start({ yaml: YAML });
  });
  afterAll(() => service.stop());

  async function talk(...questions: string[]) {
    let conversationId: string | undefined;
    const answers: { id: string; conversationId: string }[] = [];
    for (const question of questions) {
      const { status, body } = await service.post('/v1/answers', { question, conversationId, noCache: true }, acme);
      expect(status).toBe(200);
      conversationId = body.conversationId;
      answers.push(body);
    }
    return { id: String(conversationId), answers };
  }

  it('lists, pages, exports and deletes a conversation', async () => {
    const { id, answers } = await talk(QUESTION, 'What about the infra group?', 'And the budget?');
    const conversation = await service.get(`/v1/conversations/${id}`, acme);
    expect(conversation.body).toMatchObject({ id, title: QUESTION, turns: 3 });
    expect(conversation.body.summary.topics.map(({ topic }: { topic: string }) => topic)).toContain('infra group');
    const list = await service.get('/v1/conversations?limit=1', acme);
    expect(list.body).toMatchObject({ items: [{ id }] });

    const first = await service.get(`/v1/conversations/${id}/turns?limit=2`, acme);
    const second = await service.get(`/v1/conversations/${id}/turns?limit=2&cursor=${first.body.nextCursor}`, acme);
    const asked = [...first.body.items, ...second.body.items].map(({ question }: { question: string }) => question);
    expect(asked).toEqual([QUESTION, 'What about the infra group?', 'And the budget?']);
    expect(second.body.nextCursor).toBeNull();

    const json = await service.get(`/v1/conversations/${id}/export`, acme);
    expect(json.body.turns.map(({ answer }: { answer: { id: string } }) => answer.id)).toEqual(
      answers.map(({ id }) => id),
    );
    const markdown = await service.get(`/v1/conversations/${id}/export?format=markdown`, acme);
    expect(markdown.headers['content-type']).toMatch('text/markdown');
    expect(markdown.text).toContain(`> ${QUESTION}`);

    const deleted = await service.app.inject({ method: 'DELETE', url: `/v1/conversations/${id}`, headers: acme });
    expect(deleted.statusCode).toBe(204);
    for (const path of [`conversations/${id}`, `conversations/${id}/turns`, `answers/${answers[0]?.id}`]) {
      expect((await service.get(`/v1/${path}`, acme)).status).toBe(404);
    }
  });

  it('says the same over GraphQL', async () => {
    const { id } = await talk(QUESTION);
    const query = `{ conversation(id: "${id}") { id title turns } turns(conversationId: "${id}") { items { question } nextCursor }
      conversations(limit: 1) { items { id } } }`;
    const { body } = await service.post('/graphql', { query }, acme);
    expect(body.data).toEqual({
      conversation: { id, title: QUESTION, turns: 1 },
      turns: { items: [{ question: QUESTION }], nextCursor: null },
      conversations: { items: [{ id }] },
    });
    const refused = await service.post('/graphql', { query: '{ audit { items { seq } } }' }, acme);
    expect(refused.body.errors[0].extensions.code).toBe('NOT_ENTITLED');
    const gone = await service.post('/graphql', { query: `mutation { deleteConversation(id: "${id}") }` }, acme);
    expect(gone.body.data).toEqual({ deleteConversation: id });
    expect((await service.get(`/v1/conversations/${id}`, acme)).status).toBe(404);
  });

  it('shows nothing to another tenant, and notes that it asked', async () => {
    const { id, answers } = await talk(QUESTION);
    const answer = String(answers[0]?.id);
    for (const path of [
      `conversations/${id}`,
      `conversations/${id}/turns`,
      `conversations/${id}/export`,
      `answers/${answer}`,
      `answers/${answer}/events`,
    ]) {
      expect((await service.get(`/v1/${path}`, globex)).status).toBe(404);
    }
    expect(
      (await service.app.inject({ method: 'DELETE', url: `/v1/conversations/${id}`, headers: globex })).statusCode,
    ).toBe(404);
    expect((await service.post('/v1/answers', { question: QUESTION, conversationId: id }, globex)).status).toBe(404);
    await written();
    const { body } = await service.get('/v1/audit?limit=100', globex);
    const missing = body.items.filter(({ event }: { event: { kind: string } }) => event.kind === 'access.missing');
    expect(missing.length).toBeGreaterThanOrEqual(7);
    expect(missing.map(({ event }: { event: { resource: string } }) => event.resource)).toContain(id);
  });

  it('keeps an audit trail that tells how each answer came about, and not the question', async () => {
    const { answers } = await talk(QUESTION);
    await written();
    let event: Record<string, unknown> | undefined;
    for (let cursor = ''; event === undefined;) {
      const page = await service.get(`/v1/audit?limit=100${cursor}`, admin);
      event = page.body.items.find(
        (item: { event: { answer?: { answerId: string } } }) => item.event.answer?.answerId === answers[0]?.id,
      )?.event;
      if (page.body.nextCursor === null) break;
      cursor = `&cursor=${page.body.nextCursor}`;
    }
    expect(event).toMatchObject({
      kind: 'answer.given',
      subject: 'acme',
      answer: { questionSha256: sha256(QUESTION), lead: expect.any(String), cache: 'bypass', grade: 'A' },
    });
    expect(JSON.stringify(event)).not.toContain('squads');
    expect((await service.get('/v1/audit', acme)).status).toBe(403);
  });

  it('makes, rotates and revokes keys, for admins', async () => {
    expect((await service.post('/v1/keys', { label: 'x' }, acme)).status).toBe(403);
    expect((await service.post('/v1/keys', { label: 'x', entitlements: ['critical'] }, admin)).status).toBe(403);
    const { status, body } = await service.post('/v1/keys', { label: 'console' }, admin);
    expect(status).toBe(201);
    expect(body).toMatchObject({ tenant: 'acme', label: 'console', entitlements: ['ask'], revokedAt: null });
    expect((await service.get('/v1/conversations', bearer(body.key))).status).toBe(200);
    const list = await service.get('/v1/keys', admin);
    expect(list.text).toContain(body.id);
    expect(list.text).not.toContain(body.key);
    const rotated = (
      await service.app.inject({ method: 'POST', url: `/v1/keys/${body.id}/rotate`, headers: admin })
    ).json();
    expect(rotated).toMatchObject({ tenant: 'acme', label: 'console' });
    expect((await service.get('/v1/conversations', bearer(rotated.key))).status).toBe(200);
    const revoked = await service.app.inject({ method: 'DELETE', url: `/v1/keys/${rotated.id}`, headers: admin });
    expect(revoked.json()).toMatchObject({ revokedAt: expect.any(Number) });
    const other = await service.app.inject({
      method: 'DELETE',
      url: '/v1/keys/key_00000000000000000000000000',
      headers: admin,
    });
    expect(other.statusCode).toBe(404);
  });

  it('answers a request with an Idempotency-Key once', async () => {
    const send = (question: string, key: string, headers = acme) =>
      service.post('/v1/answers', { question, noCache: true }, { ...headers, 'idempotency-key': key });
    const first = await send(QUESTION, 'k1');
    const again = await send(QUESTION, 'k1');
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await send('Another?', 'k1')).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect((await send(QUESTION, 'k1', globex)).body.id).not.toBe(first.body.id);
    const atOnce = await Promise.all([send(QUESTION, 'k2'), send(QUESTION, 'k2'), send(QUESTION, 'k2')]);
    const made = atOnce.filter(
      ({ status, headers }) => status === 200 && headers['idempotency-replayed'] === undefined,
    );
    expect(made).toHaveLength(1);
    for (const { status, body } of atOnce) expect(status === 409 || body.id === made[0]?.body.id).toBe(true);
    expect((await send('', 'k3')).status).toBe(400);
    expect((await send(QUESTION, 'k3')).status).toBe(200);
    expect(await send(QUESTION, 'a b')).toMatchObject({ status: 400, body: { code: 'HEADER_INVALID' } });
  });

  it('refuses what is too much, on every endpoint, and says where the limits stand', async () => {
    const busy = bearer('busy');
    const one = await service.get('/v1/personas', busy);
    expect(one.headers['ratelimit-policy']).toBe('"key";q=200;w=60, "tenant";q=60000;w=60');
    expect(one.headers['ratelimit']).toMatch(/^"key";r=199;t=\d+, "tenant";r=59999;t=\d+$/);
    const query = `{ ${Array.from({ length: 10 }, (_, i) => `a${i}: personas { id }`).join(' ')} }`;
    for (let i = 0; i < 15; i++) await service.post('/graphql', { query }, busy);
    const initialize = Array.from({ length: 60 }, () => ({ jsonrpc: '2.0', method: 'notifications/initialized' }));
    await service.post('/mcp', initialize, { ...busy, accept: 'application/json, text/event-stream' });
    const refused = await service.get('/v1/personas', busy);
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await service.get('/v1/personas', acme)).status).toBe(200);
  });
});
