import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';

import { Replica } from '../support/cluster/replica.js';
import { eventually } from '../support/eventually.js';
import { hangingServer } from '../support/hanging-server.js';
import { connectOverHttp } from '../support/mcp-client.js';
import { OpenLoop } from '../support/open-loop.js';
import { QUESTION } from '../support/running-app.js';
import { freePort } from '../support/services.js';
import { Subscriber } from '../support/subscriber.js';

const ANNOUNCE_MS = 1_500;
const CONTINUATION_MS = 6_000;

describe('SIGTERM under load', () => {
  let replica: Replica | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'director-drain-'));
  afterEach(async () => {
    await replica?.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers everything, finishes background work, closes streams with a reason, and exits with 0', async () => {
    const yaml = `
drain: { readinessDelayMs: ${ANNOUNCE_MS} }
continuation: { maxMs: ${CONTINUATION_MS} }
classes: { enhanced: { deadlineMs: 1500 } }
${hangingServer(join(folder, 'log'), CONTINUATION_MS - 1_000)}`;
    replica = await new Replica({ port: await freePort(), yaml }).ready();
    const { url } = replica;
    const statusOf = (path: string) => fetch(url + path).then(({ status }) => status);

    // An answer that continues in the background, a client that waits for it, and a client that watches for ever.
    const link = await eventually(() => continuationOf(url, { question: QUESTION, class: 'enhanced' }));
    const continuation = eventsOf(url + link.events);
    const watch = eventsOf(`${url}/v1/performance/stream`);
    const mcp = await connectOverHttp(url);
    const older = await connectOverHttp(url, { era: 'legacy' });
    const lists = await mcp.listen({ resourcesListChanged: true });
    const subscriber = await Subscriber.open(url);
    subscriber.subscribe('final', 'subscription ($id: ID!) { answerUpdated(id: $id) { version } }', {
      id: link.events.split('/').at(-2),
    });
    subscriber.subscribe('watch', 'subscription { performance { uptimeMs } }');

    const stop = new AbortController();
    const loop = new OpenLoop(url);
    const load = loop.offer({
      perSecond: 40,
      seconds: 60,
      next: (i) => ({
        body: JSON.stringify({ question: `${QUESTION} (${i})`, class: 'strategic', enhance: 'never' }),
      }),
      signal: stop.signal,
    });
    await pause(500);

    const startedAt = performance.now();
    const exit = replica.end('SIGTERM');
    await eventually(async () => ((await statusOf('/health/ready')) === 503 ? true : undefined));
    expect(await statusOf('/health/live')).toBe(200);
    await pause(ANNOUNCE_MS * 0.6);
    // Its load balancer has seen it by now; what it sent before that must be answered.
    stop.abort();
    const outcomes = await load;
    loop.close();
    expect(outcomes.length).toBeGreaterThan(40);
    expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);

    const [code, landed, watched] = await Promise.all([exit, continuation, watch]);
    expect(code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(25_000);
    expect(landed).toContain('event: answer.final');
    expect(watched).toContain('event: performance');
    expect(await lists.closed).toBe('graceful');
    await Promise.all([mcp.close(), older.close()]);
    expect((await subscriber.until('final')).map(({ payload }) => payload?.data.answerUpdated.version)).toEqual([
      1,
      2,
      undefined,
    ]);
    expect(await subscriber.ended()).toEqual({ code: 1001, reason: 'draining' });
    expect(watched).toMatch(/event: closing\n(.*\n)*?data: \{"reason":"draining"\}\n\n$/);
  });
});

/** Asks, and gives where the rest of the answer will be; undefined if it was answered whole, or refused. */
async function continuationOf(url: string, body: object): Promise<{ readonly events: string } | undefined> {
  const response = await fetch(`${url}/v1/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, noCache: true }),
  });
  const { receipt } = (await response.json()) as { receipt?: { continuation: { events: string } | null } };
  return receipt?.continuation ?? undefined;
}

/** All that a stream of events says until it ends. */
async function eventsOf(url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: 'text/event-stream' } });
  return response.text();
}
