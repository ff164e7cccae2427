import { afterEach, describe, expect, it } from '@jest/globals';

import { TokenVerifier } from '../../src/access/token-verifier.js';
import { SystemClock } from '../../src/core/index.js';
import { ConfigInvalidError } from '../../src/config/index.js';
import { eventually } from '../support/eventually.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer } from '../support/model-server.js';
import { MODEL_ENV as env, modelYaml } from '../support/model-yaml.js';
import { QUESTION, RunningApp, withService } from '../support/running-app.js';
import { TokenIssuer } from '../support/token-issuer.js';

const HOUR_MS = 3_600_000;
const realNow = Date.now;
/** Sets the wall clock of this process off by so much; monotonic time continues. */
const setOff = (ms: number) => (Date.now = () => realNow() + ms);
afterEach(() => {
  Date.now = realNow;
});

describe.each([HOUR_MS, -HOUR_MS])('a wall clock that jumps by %d ms', (jumpMs) => {
  it('changes neither deadline, late work nor cache of a question that waits', async () => {
    const server = await ModelServer.start('openai', { kind: 'writes', text: WRITTEN_BRIEF, isHeld: true });
    try {
      await withService({ yaml: modelYaml('openai', [server.url]), env }, async (service) => {
        const ask = { question: QUESTION, class: 'strategic', personas: ['diego'] };
        const asked = service.post('/v1/answers', ask);
        await eventually(() => (server.calls.length > 0 ? true : undefined));
        setOff(jumpMs);
        const { status, body } = await asked;
        expect(status).toBe(200);
        expect(body.receipt).toMatchObject({ deadlineMs: 500, met: true });
        expect(body.receipt.elapsedMs).toBeGreaterThan(100);
        // The model continues after the reply, and its text is used.
        server.release();
        const final = await eventually(async () => {
          const now = (await service.get(`/v1/answers/${body.id}`)).body;
          return now.receipt.continuation === null ? now : undefined;
        });
        expect(final).toMatchObject({ version: 2, status: 'complete' });
        const cached = (await service.post('/v1/answers', ask)).body;
        expect(cached.receipt.cache).toMatchObject({ answer: 'hit' });
        expect(cached.receipt.cache.ageMs).toBeGreaterThanOrEqual(0);
        expect(cached.receipt.cache.ageMs).toBeLessThan(HOUR_MS / 2);
        // What is said from now on stands after what was said before.
        const next = { question: 'And the budget?', conversationId: body.conversationId, enhance: 'never' };
        expect((await service.post('/v1/answers', next)).status).toBe(200);
        const turns = await service.get(`/v1/conversations/${body.conversationId}/turns`);
        expect(turns.body.items.map(({ question }: { question: string }) => question)).toEqual([
          QUESTION,
          'And the budget?',
        ]);
      });
    } finally {
      await server.stop();
    }
  });
});

describe('the clock of a token issuer', () => {
  it('may be off by a minute at most', async () => {
    const jwt = 'jwksUrl: "https://x/jwks", issuer: x, audience: y, clockToleranceSeconds: 61';
    await expect(RunningApp.start({ yaml: `access: { jwt: { ${jwt} } }` })).rejects.toThrow(ConfigInvalidError);
    const issuer = await TokenIssuer.start();
    try {
      const verifier = new TokenVerifier({ ...issuer.options, clockToleranceSeconds: 60 }, new SystemClock());
      const expiredFor = async (seconds: number) =>
        verifier.verify(await issuer.sign({ exp: Math.floor(realNow() / 1_000) - seconds }));
      expect(await expiredFor(57)).toMatchObject({ caller: { tenant: 'acme' } });
      expect(await expiredFor(62)).toBeUndefined();
      const good = await issuer.sign({ exp: Math.floor(realNow() / 1_000) + 300 });
      expect(await verifier.verify(good)).toBeDefined();
      setOff(HOUR_MS);
      expect(await verifier.verify(good)).toBeUndefined();
    } finally {
      issuer.stop();
    }
  });
});
