import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { Replica } from '../support/cluster/replica.js';
import { eventually } from '../support/eventually.js';
import { freshMetrics } from '../support/fresh-metrics.js';
import { hangingServer } from '../support/hanging-server.js';
import { startReplica } from '../support/replica.js';
import { QUESTION } from '../support/running-app.js';
import { describeWith, freePort, redisServer, startRedis } from '../support/services.js';

const REPLICAS = 3;
const CALLERS = 100;

describeWith(redisServer, 'three processes on one Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let replicas: Replica[] = [];
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.end('SIGKILL')));
    replicas = [];
    await redis.remove();
  });

  /** A process that has just started on a busy machine stalls; this test is not about refusals. */
  const patient = 'eventLoop: { stallMs: 10000 }\n';

  async function start(yaml = ''): Promise<Replica[]> {
    const ports = await Promise.all(Array.from({ length: REPLICAS }, freePort));
    replicas = ports.map((port) => new Replica({ port, yaml: patient + yaml, env: { REDIS_URL: redis.url } }));
    await Promise.all(replicas.map((replica) => replica.ready()));
    for (const replica of replicas) {
      await eventually(async () => ((await metric(replica, 'redis_up')) === 1 ? true : undefined));
    }
    return replicas;
  }

  async function ask({ url }: Replica, question: string) {
    const response = await fetch(`${url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Long enough for hundreds of callers at once on two cores: a request out of patience computes by itself.
      body: JSON.stringify({ question, class: 'multi-persona' }),
    });
    const body = await response.json();
    return { status: response.status, cacheStatus: response.headers.get('cache-status'), body: body as Body };
  }
  interface Body {
    readonly id: string;
    readonly receipt: {
      readonly requestId: string;
      readonly met: boolean;
      readonly cache: { readonly answer: string };
    };
  }

  /** Sum of a metric over its labels, those that begin with `labels` only. */
  async function metric({ url }: Replica, name: string, labels = ''): Promise<number> {
    const text = await freshMetrics(url);
    const lines = text.split('\n').filter((line) => line.startsWith(`claude_director_${name}${labels}`));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  it(`computes once for ${REPLICAS * CALLERS} callers, and invalidates everywhere what one replica invalidates`, async () => {
    const all = await start();
    const asked = await Promise.all(
      all.flatMap((replica) => Array.from({ length: CALLERS }, () => ask(replica, QUESTION))),
    );
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
    const total = async (name: string, labels: string) =>
      (await Promise.all(all.map((one) => metric(one, name, labels)))).reduce((sum, count) => sum + count, 0);
    expect({
      answers: new Set(asked.map(({ body }) => body.id)).size,
      computed: await total('cache_computations_total', '{cache="answers",reason="miss"'),
      // For the failure message: whether Redis answered.
      late: await total('cache_leases_total', '{outcome="late"'),
      unavailable: await total('cache_leases_total', '{outcome="unavailable"'),
    }).toEqual({ answers: 1, computed: 1, late: expect.any(Number), unavailable: expect.any(Number) });
    expect(new Set(asked.map(({ body }) => body.receipt.requestId)).size).toBe(REPLICAS * CALLERS);
    const calls = await Promise.all(all.map((one) => metric(one, 'mcp_calls_total', '{server="builtin:analysis"')));
    expect(calls.reduce((sum, count) => sum + count, 0)).toBe(1);

    const here = await startReplica(redis.url);
    await here.caches.invalidate([`answer:${asked[0]?.body.id ?? ''}`]);
    here.close();
    const forgotten = await eventually(async () => {
      const again = await Promise.all(all.map((one) => ask(one, QUESTION)));
      return again.every(({ body }) => body.id !== asked[0]?.body.id) ? again : undefined;
    });
    expect(new Set(forgotten.map(({ body }) => body.id)).size).toBe(1);
  });

  it('answers in time from another replica when the computing one is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-hang-'));
    const [leader, ...others] = await start(hangingServer(join(folder, 'log'), 8_000));
    const question = 'How should we split the platform between two squads while one of them hangs?';
    const lost = ask(leader as Replica, question);
    lost.catch(() => undefined);
    const spy = await startReplica(redis.url);
    await eventually(async () =>
      (await spy.link.client.keys('director:cache:lease:*')).length > 0 ? true : undefined,
    );
    spy.close();
    const waiting = others.map((replica) => ask(replica, question));
    await (leader as Replica).end('SIGKILL');
    await expect(lost).rejects.toThrow();
    for (const { status, body } of await Promise.all(waiting)) {
      expect(status).toBe(200);
      expect(body.receipt.met).toBe(true);
    }
    rmSync(folder, { recursive: true, force: true });
  });
});
