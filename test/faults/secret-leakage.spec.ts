import { createHash, randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';

const canary = () => randomUUID().replaceAll('-', '');

describe('what a running process writes', () => {
  it('contains no forged line and no secret in logs, errors, metrics and audit', async () => {
    const [key, wrong, password, modelKey, said] = [canary(), canary(), canary(), canary(), canary()];
    const sha256 = createHash('sha256').update(key).digest('hex');
    const service = await RunningService.start({
      slowness: 4,
      yaml: `
access: { keys: [{ id: a, sha256: ${sha256}, entitlements: [ask, auditor, admin] }] }
models:
  default: stub
  backends:
    - id: stub
      api: openai-compatible
      model: m
      endpoints: [{ url: "http://user:${password}@127.0.0.1:1/v1", apiKey: "\${STUB_KEY}" }]
`,
      env: { LOG_LEVEL: 'verbose', STUB_KEY: `sk-${modelKey}`, REDIS_URL: `redis://u:${password}@127.0.0.1:1` },
    });
    // Past its greeting, which is for its operator.
    service.output = '';
    const shown: string[] = [];
    const send = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${service.url}${path}`, init);
      shown.push(await response.text(), JSON.stringify([...response.headers]));
      return response.status;
    };
    const as = (bearer: string, more: Record<string, string> = {}) => ({
      'content-type': 'application/json',
      authorization: `Bearer ${bearer}`,
      ...more,
    });
    const forged = `\r\n{"level":"fatal","msg":"forged"}\u2028 ${said}`;
    try {
      expect(await send('/v1/personas', { headers: as(wrong) })).toBe(401);
      const ask = (body: unknown, headers = as(key)) =>
        send('/v1/answers', { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
      shown.length = 0;
      expect(await ask({ question: `${QUESTION}${forged}`, noCache: true })).toBe(200);
      // An answer to the one who asked may quote him.
      shown.length = 0;
      expect(await ask({ question: 'x', [forged]: 1 })).toBe(400);
      expect(await ask(`{"question": "${said}`)).toBe(400);
      expect(await ask({ question: QUESTION, conversationId: forged })).toBe(400);
      expect(await ask({ question: QUESTION }, as(key, { 'x-request-id': `a ${said}` }))).toBe(200);
      expect(await send(`/v1/answers/ans_${encodeURIComponent(forged)}`, { headers: as(key) })).toBe(404);
      expect(await send(`/${encodeURIComponent(forged)}?key=${said}`, { headers: as(key) })).toBe(404);
      expect(await send(`/v1/keys/key_${encodeURIComponent(forged)}`, { method: 'DELETE', headers: as(key) })).toBe(
        400,
      );
      await send('/graphql', {
        method: 'POST',
        headers: as(key),
        body: JSON.stringify({ query: `{ conversation(id: "${said}") { id } }` }),
      });
      // What was asked for by its name is repeated to the one who asked, on one line.
      const repeated = shown.splice(0).join('\n');
      for (const secret of [key, wrong, password, modelKey]) expect(repeated).not.toContain(secret);
      await eventually(async () => {
        shown.length = 0;
        expect(await send('/v1/audit?limit=100', { headers: as(key) })).toBe(200);
        return shown.join().includes('answer.given') ? true : undefined;
      });
      expect(await send('/metrics', { headers: as(key) })).toBe(200);
      expect(await send('/v1/performance', { headers: as(key) })).toBe(200);
      const trail = shown.join('\n').replaceAll(/"resource":"(?:[^"\\]|\\.)*"/g, '');
      for (const secret of [key, wrong, password, modelKey, said]) expect(trail).not.toContain(secret);

      const lines = service.output.split('\n').slice(0, -1);
      for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
      expect(service.output).not.toMatch(/[\r\u2028\u2029]/);
      for (const secret of [key, wrong, password, modelKey, said]) expect(service.output).not.toContain(secret);
    } finally {
      await service.stop();
    }
  });
});
