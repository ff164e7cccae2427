import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { hangingServer } from '../support/hanging-server.js';
import { QUESTION, withService } from '../support/running-app.js';
import { isAlive, stubEntry } from '../support/stub-server.js';

const HANGING = `
mcp:
  servers:
    - ${stubEntry('context7', { mode: 'silent' }, 'timeoutMs: 900, capabilities: [library_passages]')}
`;

describe('with one MCP server hung', () => {
  it('answers within the class deadline, discloses the loss, and finishes in the background', () =>
    withService({ yaml: HANGING }, async (service) => {
      const { status, headers, body } = await service.post('/v1/answers', { question: QUESTION, class: 'strategic' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'partial',
        version: 1,
        receipt: {
          class: 'strategic',
          met: true,
          degradations: [
            { component: 'mcp:context7', cause: 'deadline', effect: 'no library passages from “context7”' },
          ],
          continuation: { href: `/v1/answers/${body.id}`, events: `/v1/answers/${body.id}/events` },
        },
      });
      expect(body.receipt.elapsedMs).toBeLessThan(500);
      expect(body.receipt.enhancements).toMatchObject([
        { server: 'builtin:analysis', outcome: 'used' },
        { server: 'context7', outcome: 'late' },
      ]);
      expect(headers['degraded']).toBe('deadline;component="mcp:context7"');

      const final = await eventually(async () => {
        const { body: now } = await service.get(body.receipt.continuation.href);
        return now.version > 1 ? now : undefined;
      });
      expect(final).toMatchObject({ version: 2, status: 'partial', receipt: { continuation: null } });
      const { text } = await service.get('/metrics');
      expect(text).toContain('claude_director_mcp_aborts_total{server="context7"} 1');
      expect(text).toContain('claude_director_degradations_total{cause="deadline"} 1');
      expect(text).toContain('claude_director_requests_total{class="strategic",outcome="in_time"} 1');
    }));

  it('meets the deadline of class critical too', () =>
    withService({ yaml: HANGING }, async (service) => {
      // The process of the server starts with the first question.
      await service.post('/v1/answers', { question: QUESTION, class: 'enhanced', noCache: true });
      const { body } = await service.post('/v1/answers', { question: QUESTION, class: 'critical', noCache: true });
      expect(body.receipt).toMatchObject({ class: 'critical', deadlineMs: 100, met: true });
    }));

  it('serves the partial answer for a moment only, and never as a complete one', () =>
    withService({ yaml: HANGING }, async (service) => {
      await service.post('/v1/answers', { question: QUESTION, class: 'strategic' });
      const { headers, body } = await service.post('/v1/answers', { question: QUESTION, class: 'strategic' });
      expect(body).toMatchObject({ status: 'partial', receipt: { cache: { answer: 'hit' } } });
      expect(headers['degraded']).toBe('deadline;component="mcp:context7"');
    }));

  it('opens its circuit, after which no answer waits for it', () =>
    withService({ yaml: HANGING.replace('900', '50') }, async (service) => {
      const outcomes: string[] = [];
      for (let i = 0; i < 8; i++) {
        const { body } = await service.post('/v1/answers', { question: QUESTION, noCache: true });
        outcomes.push(body.receipt.enhancements[1].outcome);
      }
      expect(outcomes[0]).toBe('late');
      expect(outcomes.slice(5)).toEqual(['open', 'open', 'open']);
    }));

  it('follows the answer by server-sent events until it is final', () =>
    withService({ yaml: HANGING }, async (service) => {
      const url = await service.listen();
      const { body } = await service.post('/v1/answers', { question: QUESTION, class: 'strategic' });
      const response = await fetch(`${url}${body.receipt.continuation.events}`);
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const stream = await response.text();
      const events = [...stream.matchAll(/^(event|id): (.*)$/gm)].map(([, field, value]) => `${field} ${value}`);
      expect(events.toSorted()).toEqual(['event answer.final', 'event answer.partial', 'id 1', 'id 2']);
    }));
});

describe('with a child process that never answers', () => {
  it('cancels the call, and ends the process with the service', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-stub-'));
    const log = join(folder, 'log');
    writeFileSync(log, '');
    const seen = () => readFileSync(log, 'utf8');
    await withService({ yaml: hangingServer(log, 700) }, async (service) => {
      const outcomes: string[] = [];
      // The first start of the process may take longer than the call may.
      await eventually(async () => {
        const { body } = await service.post('/v1/answers', { question: QUESTION, class: 'strategic', noCache: true });
        expect(body.receipt).toMatchObject({ met: true });
        outcomes.push(body.receipt.enhancements.at(-1).outcome);
        return seen().includes('called') ? true : undefined;
      });
      expect(outcomes).toContain('late');
      await eventually(() => (seen().includes('aborted') ? true : undefined));
    });
    const pid = Number(/^started (\d+)$/m.exec(seen())?.[1]);
    await eventually(() => (isAlive(pid) ? undefined : true));
    rmSync(folder, { recursive: true });
  });
});
