import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { answerSchema, planSchema } from '../../src/answers/index.js';
import { QUESTION, RunningApp, withService } from '../support/running-app.js';

describe('POST /v1/answers', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start();
  });
  afterAll(() => service.stop());

  it('answers by the deadline, with evidence that quotes the question and both built-in servers used', async () => {
    const { status, headers, body } = await service.post('/v1/answers', { question: QUESTION, noCache: true });
    expect(status).toBe(200);
    const { receipt, answer } = answerSchema.parse(body);
    expect(receipt).toMatchObject({ met: true, strategic: true, degradations: [], continuation: null });
    expect(receipt.elapsedMs).toBeLessThan(500);
    expect(receipt.frameworks.map(({ id }) => id)).toContain('team-topologies');
    for (const { evidence } of receipt.frameworks) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const { start, end, quote } of evidence) expect(QUESTION.slice(start, end)).toBe(quote);
    }
    expect(receipt.personas[0]).toMatchObject({ id: 'diego', role: 'lead', backend: 'playbook' });
    expect(receipt.enhancements.map(({ server, outcome }) => [server, outcome])).toEqual([
      ['builtin:analysis', 'used'],
      ['builtin:library', 'used'],
    ]);
    expect(receipt.stages.map(({ name }) => name)).toEqual([
      'admission',
      'detect',
      'read',
      'route',
      'enhance',
      'compose',
    ]);
    expect(answer.lead?.persona).toBe('diego');
    expect(answer.markdown.length).toBeGreaterThan(500);
    expect(headers['server-timing']).toMatch(/^admission;dur=.*total;dur=/);
    expect(headers['degraded']).toBeUndefined();
  });

  it('answers an equal question from the cache, under a receipt and in a conversation of its own', async () => {
    const question = 'How should we split two platform squads that own nineteen services between them?';
    const first = await service.post('/v1/answers', { question });
    const second = await service.post('/v1/answers', { question });
    expect(first.body.receipt.cache).toEqual({
      answer: 'miss',
      tier: null,
      ageMs: null,
      collapsed: false,
      similarTo: null,
    });
    expect(second.body.receipt.cache).toMatchObject({ answer: 'hit', tier: 'l1' });
    expect(second.body.id).toBe(first.body.id);
    expect(second.body.answer).toEqual(first.body.answer);
    expect(second.body.receipt.requestId).not.toBe(first.body.receipt.requestId);
    expect(second.body.conversationId).not.toBe(first.body.conversationId);
    expect(second.body.receipt.stages.map(({ name }: { name: string }) => name)).toEqual(['cache']);
    const followUp = await service.post('/v1/answers', {
      question: 'And what do we tell the board about it?',
      conversationId: second.body.conversationId,
    });
    expect(followUp.body).toMatchObject({
      conversationId: second.body.conversationId,
      receipt: { cache: { answer: 'miss' } },
    });
    expect(followUp.headers['cache-status']).toBe('ClaudeDirector; fwd=miss');
  });

  it.each([{ role: 'CFO' }, { personas: ['martin'] }, { enhance: 'never' }])(
    'does not share an answer with a request that differs in %p',
    async (difference) => {
      const question = 'Should we build our own billing system or buy one?';
      await service.post('/v1/answers', { question });
      const { body } = await service.post('/v1/answers', { question, ...difference });
      expect(body.receipt.cache.answer).toBe('miss');
    },
  );

  it('is honest about a text that asks for no guidance', async () => {
    const { status, body } = await service.post('/v1/answers', { question: 'thanks, see you tomorrow!' });
    expect(status).toBe(200);
    expect(answerSchema.parse(body)).toMatchObject({
      status: 'complete',
      answer: { lead: null, support: [], actions: [] },
      receipt: { strategic: false, frameworks: [], personas: [], enhancements: [], met: true },
    });
  });

  it('lets the caller name who answers, and leaves out MCP servers when asked to', async () => {
    const { body } = await service.post('/v1/answers', { question: QUESTION, personas: ['martin'], enhance: 'never' });
    expect(body.receipt.personas).toEqual([{ id: 'martin', role: 'lead', manager: 'martin/0', backend: 'playbook' }]);
    expect(body.receipt.enhancements).toEqual([]);
    expect(body.receipt.class).toBe('strategic');
  });

  it('takes the class from the body, else from Director-Class, and the limit from Prefer', async () => {
    const inBody = await service.post(
      '/v1/answers',
      { question: QUESTION, class: 'strategic' },
      { 'director-class': 'enhanced' },
    );
    expect(inBody.body.receipt).toMatchObject({ class: 'strategic', deadlineMs: 500 });
    const inHeader = await service.post('/v1/answers', { question: QUESTION }, { 'director-class': 'critical' });
    expect(inHeader.body.receipt).toMatchObject({ class: 'critical', deadlineMs: 100, met: true });
    const preferred = await service.post(
      '/v1/answers',
      { question: QUESTION, class: 'enhanced' },
      { prefer: 'wait=1' },
    );
    expect(preferred.body.receipt).toMatchObject({ class: 'enhanced', deadlineMs: 1_000 });
  });

  it('stores an answer for GET, with a strong ETag', async () => {
    const asked = await service.post('/v1/answers', { question: QUESTION, noCache: true });
    const stored = await service.get(`/v1/answers/${asked.body.id}`);
    expect(stored.body).toEqual(asked.body);
    const { etag } = stored.headers;
    expect(etag).toMatch(/^"/);
    const again = await service.get(`/v1/answers/${asked.body.id}`, { 'if-none-match': String(etag) });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });

  it('takes over a harmless request id and makes its own for any other', async () => {
    const mine = await service.post('/v1/answers', { question: QUESTION }, { 'x-request-id': 'trace-7' });
    expect(mine.headers['x-request-id']).toBe('trace-7');
    expect(mine.body.receipt.requestId).toBe('trace-7');
    const bad = await service.post('/v1/answers', { question: QUESTION }, { 'x-request-id': 'a b"c' });
    expect(bad.body.receipt.requestId).toMatch(/^req_/);
  });
});

describe('POST /v1/plan', () => {
  it('plans what would happen and does none of it', () =>
    withService({}, async (service) => {
      const { status, body } = await service.post('/v1/plan', { question: QUESTION });
      expect(status).toBe(200);
      expect(planSchema.parse(body)).toMatchObject({
        strategic: true,
        personas: { lead: { id: 'diego' } },
        enhancements: [{ server: 'builtin:analysis' }, { server: 'builtin:library' }],
        admissible: true,
        predictedMs: null,
      });
      const { body: performance } = await service.get('/v1/performance');
      expect(performance.mcpServers.map(({ used }: { used: number }) => used)).toEqual([0, 0]);
    }));
});
