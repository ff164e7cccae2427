import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Journal } from '../../src/conversations/index.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const YAML = `
access:
  keys:
    - { id: ada, sha256: ${sha256('ada')}, tenant: acme, entitlements: [ask, auditor] }
    - { id: bob, sha256: ${sha256('bob')}, tenant: acme }
    - { id: globex, sha256: ${sha256('globex')}, tenant: globex }
    - { id: reader, sha256: ${sha256('reader')}, tenant: acme, entitlements: [auditor] }
`;
const [ada, bob, globex, reader] = [bearer('ada'), bearer('bob'), bearer('globex'), bearer('reader')];

describe('what a caller was answered, and what came of it', () => {
  let service: RunningApp;
  const written = () => service.app.get(Journal, { strict: false }).flush();
  beforeAll(async () => {
    service = await RunningApp.start({ yaml: YAML });
  });
  afterAll(() => service.stop());

  const ask = async (question: string, headers: Record<string, string> = ada, conversationId?: string) =>
    (await service.post('/v1/answers', { question, conversationId }, headers)).body;
  const rate = (id: string, body: object, headers: Record<string, string> = ada) =>
    service.post(`/v1/answers/${id}/feedback`, body, headers);
  const change = async (id: string, body: object, headers = ada) => {
    const reply = await service.app.inject({
      method: 'PATCH',
      url: `/v1/conversations/${id}`,
      headers: { 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(body),
    });
    return { status: reply.statusCode, body: reply.json() };
  };

  it('is listed for that caller alone, latest first, a page at a time', async () => {
    const first = await ask(QUESTION);
    const second = await ask('And who decides?', ada, first.conversationId);
    const others = await ask('Should we buy or build the billing system?', bob);
    const page = await service.get('/v1/answers?limit=1', ada);
    expect(page.status).toBe(200);
    expect(page.body.items).toMatchObject([
      { id: second.id, conversationId: first.conversationId, question: 'And who decides?' },
    ]);
    const next = await service.get(`/v1/answers?limit=1&cursor=${page.body.nextCursor}`, ada);
    expect(next.body.items).toMatchObject([
      { id: first.id, question: QUESTION, frameworks: first.receipt.frameworks.map(({ id }: { id: string }) => id) },
    ]);
    expect(next.body.nextCursor).toBeNull();
    const ofBob = await service.get('/v1/answers', bob);
    expect(ofBob.body.items.map(({ id }: { id: string }) => id)).toEqual([others.id]);
    expect((await service.get('/v1/answers', globex)).body.items).toEqual([]);
  });

  it('is not listed without a key, the entitlement, or a cursor of this list', async () => {
    expect((await service.get('/v1/answers')).body.code).toBe('UNAUTHENTICATED');
    expect((await service.get('/v1/answers', reader)).body.code).toBe('NOT_ENTITLED');
    expect((await service.get('/v1/answers?cursor=trn_1', ada)).body.code).toBe('CURSOR_INVALID');
    expect((await service.get('/v1/answers?limit=101', ada)).body.code).toBe('INPUT_INVALID');
  });

  it('is rated by each caller once, and a later word replaces the earlier one', async () => {
    const { conversationId, id, receipt } = await ask(`${QUESTION} We are 40 people.`);
    const counted = async () => {
      const { feedback } = (await service.get('/v1/performance', ada)).body;
      return feedback;
    };
    const before = await counted();
    const given = await rate(id, { useful: false });
    expect(given).toMatchObject({ status: 200, body: { answerId: id, useful: false, outcome: null, text: null } });
    await written();
    expect((await rate(id, { useful: true, outcome: 'worked', text: ' It  took\n a week. ' })).status).toBe(200);
    expect((await rate(id, { useful: false, outcome: 'not-tried' }, bob)).status).toBe(200);
    await written();

    const { body } = await service.get(`/v1/conversations/${conversationId}/export`, ada);
    const [{ feedback }] = body.turns;
    expect(feedback).toHaveLength(2);
    expect(feedback).toContainEqual({
      answerId: id,
      at: expect.any(Number),
      useful: true,
      outcome: 'worked',
      text: 'It  took\n a week.',
    });
    const page = await service.get(`/v1/conversations/${conversationId}/export?format=markdown`, ada);
    expect(page.text).toContain('> Feedback, useful, worked: It took a week.');

    const after = await counted();
    expect([after.given - before.given, after.useful - before.useful]).toEqual([2, 1]);
    const [framework] = receipt.frameworks;
    expect(after.frameworks).toContainEqual(expect.objectContaining({ id: framework.id, given: 2, useful: 1 }));
    if (receipt.reading.situation !== null) {
      expect(after.situations).toContainEqual(
        expect.objectContaining({ id: receipt.reading.situation, given: 2, useful: 1, worked: 1 }),
      );
    }
  });

  it('refuses a rating of what is not the caller’s, and one that says nothing', async () => {
    const { id } = await ask(QUESTION);
    expect((await rate(id, { useful: true }, globex)).body.code).toBe('ANSWER_NOT_FOUND');
    expect((await rate(id, { useful: true }, {})).body.code).toBe('UNAUTHENTICATED');
    expect((await rate(id, {})).body.errors[0].field).toBe('useful');
    expect((await rate(id, { useful: true, outcome: 'great' })).body.errors[0].field).toBe('outcome');
    expect((await rate(id, { useful: true, text: 'x'.repeat(2_001) })).body.errors[0].field).toBe('text');
  });

  it('is gone with its conversation', async () => {
    const { conversationId, id } = await ask('Which team should own the login page?');
    await rate(id, { useful: true, text: 'Secret of acme' });
    await written();
    const url = `/v1/conversations/${conversationId}`;
    expect((await service.app.inject({ method: 'DELETE', url, headers: ada })).statusCode).toBe(204);
    const { body } = await service.get('/v1/answers?limit=100', ada);
    expect(body.items.map((one: { id: string }) => one.id)).not.toContain(id);
    expect((await rate(id, { useful: true })).body.code).toBe('ANSWER_NOT_FOUND');
  });

  it('is in a conversation that can be renamed, and found by its title', async () => {
    const { conversationId } = await ask('When do we hire the second platform team?');
    const renamed = await change(conversationId, { title: '  Second_team, 50% ' });
    expect(renamed).toMatchObject({ status: 200, body: { id: conversationId, title: 'Second_team, 50%', turns: 1 } });
    const found = async (search: string) => {
      const { body } = await service.get(`/v1/conversations?search=${encodeURIComponent(search)}`, ada);
      return body.items.map(({ id }: { id: string }) => id);
    };
    expect(await found('second_TEAM')).toEqual([conversationId]);
    expect(await found('50%')).toEqual([conversationId]);
    expect(await found('d%team')).toEqual([]);
    expect(await found("'; drop table turns; --")).toEqual([]);
    expect((await change(conversationId, { title: ' ' })).body.code).toBe('INPUT_INVALID');
    expect((await change(conversationId, { title: 'Mine' }, globex)).body.code).toBe('CONVERSATION_NOT_FOUND');
  });

  it('is in the audit trail, and an auditor can have the trail verified', async () => {
    const { id } = await ask(QUESTION);
    await rate(id, { useful: true, text: 'Secret of acme' });
    await written();
    const { body } = await service.get('/v1/audit?limit=100', reader);
    const events = body.items.map(({ event }: { event: { kind: string; resource?: string } }) => event);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'answer.rated', resource: id, subject: 'ada' }));
    expect(JSON.stringify(events)).not.toContain('Secret');
    const newest = await service.get('/v1/audit?limit=2&order=newest', reader);
    const [last, before] = newest.body.items;
    expect(before.seq).toBe(last.seq - 1);
    expect(newest.body.nextCursor).toBe(String(before.seq));
    expect((await service.get(`/v1/audit?limit=1&order=newest&cursor=${before.seq}`, reader)).body.items).toMatchObject(
      [{ seq: before.seq - 1 }],
    );
    const verdict = await service.get('/v1/audit/verification', reader);
    expect(verdict.body).toMatchObject({ tenant: 'acme', break: null, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(verdict.body.events).toBeGreaterThan(0);
    expect((await service.get('/v1/audit/verification', bob)).body.code).toBe('NOT_ENTITLED');
  });

  it('is the same over GraphQL', async () => {
    const { conversationId, id } = await ask('Who should own the shared build scripts of our squads?');
    const graphql = async (query: string, headers: Record<string, string> = ada) =>
      (await service.post('/graphql', { query }, headers)).body;
    const listed = await graphql('{ answers(limit: 1) { items { id conversationId } nextCursor } }');
    expect(listed.data.answers.items).toEqual([{ id, conversationId }]);
    const rated = await graphql(
      `mutation { rateAnswer(id: "${id}", input: { useful: true, outcome: null }) { answerId useful outcome } }`,
    );
    expect(rated.data.rateAnswer).toEqual({ answerId: id, useful: true, outcome: null });
    const refused = await graphql(
      `mutation { rateAnswer(id: "${id}", input: { useful: true, outcome: "great" }) { useful } }`,
    );
    expect(refused.errors[0].extensions.code).toBe('INPUT_INVALID');
    const renamed = await graphql(
      `mutation { renameConversation(id: "${conversationId}", title: "Scripts") { title } }`,
    );
    expect(renamed.data.renameConversation).toEqual({ title: 'Scripts' });
    const found = await graphql('{ conversations(search: "script") { items { id } } }');
    expect(found.data.conversations.items).toEqual([{ id: conversationId }]);
    const trail = '{ audit(limit: 1, order: "newest") { items { seq } } auditVerification { events break { seq } } }';
    expect((await graphql(trail)).data).toMatchObject({
      audit: { items: [{ seq: expect.any(Number) }] },
      auditVerification: { events: expect.any(Number), break: null },
    });
    expect((await graphql(trail, bob)).errors[0].extensions.code).toBe('NOT_ENTITLED');
  });
});
