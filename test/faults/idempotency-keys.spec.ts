import { describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { eventually } from '../support/eventually.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer } from '../support/model-server.js';
import { MODEL_ENV as env, modelYaml } from '../support/model-yaml.js';
import { QUESTION, withService, type RunningApp } from '../support/running-app.js';
import { describeWith, postgresServer } from '../support/services.js';
import { newPostgresDatabase } from '../support/stores.js';

const ASK = { question: QUESTION, class: 'strategic', personas: ['diego'], enhance: 'never' };
const send = (service: RunningApp, key: string, ask: object = ASK) =>
  service.post('/v1/answers', ask, { 'idempotency-key': key });

describe('an Idempotency-Key', () => {
  it('gives 409 while its request is in progress, the same answer afterwards, and 422 with another body', async () => {
    const server = await ModelServer.start('openai', { kind: 'writes', text: WRITTEN_BRIEF, isHeld: true });
    try {
      await withService({ yaml: modelYaml('openai', [server.url]), env }, async (service) => {
        const first = send(service, 'k');
        // It is being worked on for certain: a model has been asked, and has not answered.
        await eventually(() => (server.calls.length > 0 ? true : undefined));
        const meanwhile = await send(service, 'k');
        expect(meanwhile).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_PROGRESS' } });
        expect(Number(meanwhile.headers['retry-after'])).toBeGreaterThan(0);
        expect(await send(service, 'k', { ...ASK, question: 'Another?' })).toMatchObject({
          status: 422,
          body: { code: 'IDEMPOTENCY_KEY_REUSED' },
        });
        server.release();
        const { status, body } = await first;
        expect(status).toBe(200);
        const again = await send(service, 'k');
        expect(again.body).toEqual(body);
        expect(again.headers['idempotency-replayed']).toBe('true');
        expect(server.calls).toHaveLength(1);
      });
    } finally {
      await server.stop();
    }
  });

  it('replays a cached answer as it was given', () =>
    withService({}, async (service) => {
      await service.post('/v1/answers', ASK);
      const first = await send(service, 'k');
      expect(first.body.receipt.cache.answer).toBe('hit');
      const again = await send(service, 'k');
      expect(again.body).toEqual(first.body);
      expect(again.headers['content-type']).toBe('application/json; charset=utf-8');
    }));
});

describeWith(postgresServer, 'an Idempotency-Key while the database does not answer', () => {
  it('is refused when the time of its request is over', async () => {
    const postgres = await newPostgresDatabase();
    const yaml = 'store: { postgres: { statementTimeoutMs: 60000, connectTimeoutMs: 60000 } }';
    try {
      await withService({ yaml, env: { DATABASE_URL: postgres.url } }, async (service) => {
        expect((await send(service, 'before')).status).toBe(200);
        // Another session holds what the claim needs.
        const other = new pg.Client(postgres.url);
        await other.connect();
        await other.query('begin; lock table idempotency in access exclusive mode');
        const startedAt = performance.now();
        const refused = await send(service, 'k');
        const tookMs = performance.now() - startedAt;
        await other.end();
        expect(refused).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
        expect(tookMs).toBeLessThan(30_000);
        expect((await send(service, 'later')).status).toBe(200);
      });
    } finally {
      await postgres.remove();
    }
  });
});
