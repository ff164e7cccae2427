import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { problemSchema } from '../../src/api/index.js';
import { QUESTION, RunningApp, withService } from '../support/running-app.js';

describe('bad input', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start();
  });
  afterAll(() => service.stop());

  const LONG = 'x'.repeat(32_769);

  it.each([
    ['an empty question', { question: '' }, 400, 'INPUT_INVALID', ['question']],
    ['no question', {}, 400, 'INPUT_INVALID', ['question']],
    ['a question that is too long', { question: LONG }, 413, 'INPUT_TOO_LONG', ['question']],
    [
      'wrong types',
      { question: 7, personas: 'diego', noCache: 'yes' },
      400,
      'INPUT_INVALID',
      ['question', 'personas', 'noCache'],
    ],
    ['unknown fields', { question: 'a', tenant: 'b', url: 'c' }, 400, 'INPUT_INVALID', ['tenant', 'url']],
    ['an unknown class', { question: 'a', class: 'urgent' }, 400, 'INPUT_INVALID', ['class']],
    ['a deadline below the shortest', { question: 'a', deadlineMs: 0 }, 400, 'INPUT_INVALID', ['deadlineMs']],
    [
      'a malformed conversation id',
      { question: 'a', conversationId: '../x' },
      400,
      'INPUT_INVALID',
      ['conversationId'],
    ],
    [
      'a conversation that does not exist',
      { question: 'a', conversationId: `cnv_${'0'.repeat(26)}` },
      404,
      'CONVERSATION_NOT_FOUND',
      [],
    ],
    ['a persona that does not exist', { question: 'a', personas: ['bob'] }, 400, 'PERSONA_UNKNOWN', ['personas']],
    ['an array', [], 400, 'INPUT_INVALID', ['body']],
    ['a string', '"question"', 400, 'INPUT_INVALID', ['body']],
    ['broken JSON', '{"question":', 400, 'REQUEST_MALFORMED', ['body']],
    ['no body', '', 400, 'REQUEST_MALFORMED', ['body']],
    ['a poisoned prototype', '{"question":"a","__proto__":{"admin":true}}', 400, 'REQUEST_MALFORMED', ['body']],
    ['a body beyond the limit', JSON.stringify({ question: 'x'.repeat(300_000) }), 413, 'INPUT_TOO_LONG', []],
  ])('answers %s with a problem that names the field', async (_name, payload, status, code, fields) => {
    for (const url of ['/v1/answers', '/v1/plan']) {
      const response = await service.post(url, payload);
      expect(response.status).toBe(status);
      expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      const problem = problemSchema.parse(response.body);
      expect(problem).toMatchObject({ status, code, requestId: response.headers['x-request-id'] });
      expect(problem.errors?.map(({ field }) => field) ?? []).toEqual(fields);
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data; boundary=x'])(
    'refuses content type %s',
    async (type) => {
      const { status, body } = await service.post('/v1/answers', 'question=a', { 'content-type': type });
      expect([status, body.code]).toEqual([415, 'CONTENT_TYPE_UNSUPPORTED']);
    },
  );

  it.each([
    ['GET', '/v1/answers/ans_nope', 'ANSWER_NOT_FOUND'],
    ['GET', '/v1/answers/ans_nope/events', 'ANSWER_NOT_FOUND'],
    ['GET', '/v1/frameworks/astrology', 'FRAMEWORK_NOT_FOUND'],
    ['GET', '/v1/frameworks/__proto__', 'FRAMEWORK_NOT_FOUND'],
    ['GET', '/v2/answers', 'ROUTE_NOT_FOUND'],
    ['GET', '/docs/package.json', 'ROUTE_NOT_FOUND'],
  ] as const)('%s %s is 404', async (_method, url, code) => {
    const { status, body } = await service.get(url);
    expect([status, body.code]).toEqual([404, code]);
  });

  it('refuses a class in the header that does not exist', async () => {
    const { status, body } = await service.post('/v1/answers', { question: QUESTION }, { 'director-class': 'urgent' });
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'HEADER_INVALID', 'Director-Class']);
  });

  it('detects within the same limits', async () => {
    expect((await service.post('/v1/frameworks/detect', { text: LONG })).status).toBe(413);
    expect((await service.post('/v1/frameworks/detect', { text: '' })).status).toBe(400);
    expect((await service.post('/v1/frameworks/detect', { question: 'a' })).body.errors).toHaveLength(2);
  });

  it('replies 500 to no JSON', async () => {
    const field = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue());
    const message = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { question: field, class: field, deadlineMs: field, personas: fc.array(field), role: field },
        { requiredKeys: [] },
      ),
      fc.record({ question: fc.string({ unit: 'binary', minLength: 1, maxLength: 2_000 }) }),
    );
    await fc.assert(
      fc.asyncProperty(message, async (payload) => {
        const { status } = await service.post('/v1/answers', JSON.stringify(payload));
        expect([200, 400, 404, 413]).toContain(status);
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});

describe('access', () => {
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');
  const KEY = 'correct-horse-battery-staple';
  const yaml = `
access:
  keys:
    - { id: leader, tenant: acme, sha256: ${hash(KEY)}, entitlements: [ask] }
    - { id: executive, tenant: globex, sha256: ${hash('other')}, entitlements: [ask, critical] }
`;

  it('requires a key where keys are configured, and isolates tenants', async () => {
    const service = await RunningApp.start({ yaml });
    try {
      const as = (key: string) => ({ authorization: `Bearer ${key}` });
      const none = await service.post('/v1/answers', { question: QUESTION });
      expect([none.status, none.body.code, none.headers['www-authenticate']]).toEqual([
        401,
        'UNAUTHENTICATED',
        'Bearer',
      ]);
      expect((await service.post('/v1/answers', { question: QUESTION }, as('wrong'))).status).toBe(401);
      expect((await service.get('/v1/frameworks')).status).toBe(401);
      for (const url of ['/health/live', '/health/ready', '/metrics', '/docs'])
        expect((await service.get(url)).status).toBe(200);
      expect((await service.post('/graphql', { query: '{ personas { id } }' })).body.errors[0].extensions.code).toBe(
        'UNAUTHENTICATED',
      );

      const mine = await service.post('/v1/answers', { question: QUESTION }, as(KEY));
      expect(mine.status).toBe(200);
      expect((await service.get(`/v1/answers/${mine.body.id}`, as(KEY))).status).toBe(200);
      expect((await service.get(`/v1/answers/${mine.body.id}`, as('other'))).status).toBe(404);
      const theirs = await service.post('/v1/answers', { question: QUESTION }, as('other'));
      expect(theirs.body.receipt.cache.answer).toBe('miss');
      const stolen = { question: 'a', conversationId: mine.body.conversationId };
      expect((await service.post('/v1/answers', stolen, as('other'))).body.code).toBe('CONVERSATION_NOT_FOUND');

      const urgent = { question: QUESTION, class: 'critical' };
      const refused = await service.post('/v1/answers', urgent, as(KEY));
      expect([refused.status, refused.body.code]).toEqual([403, 'CLASS_NOT_ENTITLED']);
      expect((await service.post('/v1/answers', urgent, as('other'))).body.receipt.class).toBe('critical');
    } finally {
      await service.stop();
    }
  });

  it('serves anonymous callers if configured explicitly, but not in class critical', () =>
    withService({ env: { HOST: '0.0.0.0', DIRECTOR_AUTH: 'none' } }, async (service) => {
      expect((await service.post('/v1/answers', { question: QUESTION })).status).toBe(200);
      const urgent = await service.post('/v1/answers', { question: QUESTION, class: 'critical' });
      expect([urgent.status, urgent.body.code]).toEqual([403, 'CLASS_NOT_ENTITLED']);
    }));
});
