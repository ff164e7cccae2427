import { describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION, withService } from '../support/running-app.js';
import { StubServer } from '../support/stub-server.js';

const QUESTIONS = 80;
const AT_ONCE = 8;
/** Three attempts per call and a circuit that never opens: only the retry budget prevents a storm. */
const SETTINGS = 'idempotent: true, maxAttempts: 3, breaker: { minimumThroughput: 1000 }';

describe('a server that fails every call', () => {
  it('is called at most 1.1 times for a question, and every question is answered', async () => {
    const stub = new StubServer();
    // Stalls of a busy machine must not affect the result.
    const yaml = `eventLoop: { stallMs: 10000 }\nmcp:\n  servers:\n${stub.entry('stub', SETTINGS)}`;
    await withService({ yaml }, async (service) => {
      const ask = () => service.post('/v1/answers', { question: QUESTION, class: 'enhanced', noCache: true });
      await eventually(async () => ((await ask()).headers['degraded'] === undefined ? true : undefined));
      stub.behave({ mode: 'fail' });
      const before = stub.calls;
      for (let i = 0; i < QUESTIONS; i += AT_ONCE) {
        const replies = await Promise.all(Array.from({ length: AT_ONCE }, ask));
        expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
        expect(replies.every(({ headers }) => String(headers['degraded']).includes('mcp:stub'))).toBe(true);
      }
      const calls = stub.calls - before;
      expect(calls).toBeGreaterThan(QUESTIONS);
      expect(calls).toBeLessThanOrEqual(1.1 * QUESTIONS);
    });
    stub.remove();
  });
});
