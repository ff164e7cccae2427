import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { hangingServer } from '../support/hanging-server.js';
import { QUESTION, withService } from '../support/running-app.js';

const QUESTIONS = 40;

describe('fault 25: a server that fails every call', () => {
  it('is called at most 1.1 times for a question, and every question is answered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-storm-'));
    const log = join(folder, 'log');
    // A crowded machine stalls by itself; this is not about that.
    const yaml = `admission: { stallMs: 10000 }\n${hangingServer(log, 60)}`;
    await withService({ yaml }, async (service) => {
      const ask = () => service.post('/v1/answers', { question: QUESTION, class: 'enhanced', noCache: true });
      await ask();
      for (let i = 0; i < QUESTIONS; i += 8) {
        const replies = await Promise.all(Array.from({ length: 8 }, ask));
        expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
        expect(replies.every(({ headers }) => String(headers['degraded']).includes('mcp:stub'))).toBe(true);
      }
    });
    const calls = readFileSync(log, 'utf8').match(/^called$/gm)?.length ?? 0;
    rmSync(folder, { recursive: true });
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(1.1 * QUESTIONS);
  }, 30_000);
});
