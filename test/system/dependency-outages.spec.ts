import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';
import { z } from 'zod';

import type { TieredCache } from '../../src/cache/index.js';
import { Deadline, SystemClock } from '../../src/core/index.js';
import { eventually } from '../support/eventually.js';
import { startReplica, type Replica } from '../support/replica.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';
import { isAlive, StubServer, type StubBehavior } from '../support/stub-server.js';

describe('an MCP child process', () => {
  const DEADLINE_MS = 500;
  let service: RunningApp;
  let stub: StubServer;
  afterEach(async () => {
    await service.stop();
    for (const pid of [...stub.pids, ...stub.grandchildren]) await eventually(() => (isAlive(pid) ? undefined : true));
    stub.remove();
  });

  async function startWith(behavior: StubBehavior): Promise<void> {
    stub = new StubServer(behavior);
    service = await RunningApp.start({ yaml: `mcp:\n  servers:\n${stub.entry('stub')}`, slowness: 1 });
  }

  async function ask() {
    const { status, body } = await service.post('/v1/answers', {
      question: QUESTION,
      class: 'strategic',
      noCache: true,
    });
    expect(status).toBe(200);
    expect(body.receipt.elapsedMs).toBeLessThan(DEADLINE_MS + 50);
    return body.receipt.enhancements.find(({ server }: { server: string }) => server === 'stub');
  }

  /** Asks until the server helps; the first start of a process may take longer than an answer may. */
  const helps = () => eventually(async () => ((await ask()).outcome === 'used' ? true : undefined));

  /** How often the circuit has opened; read where it is counted, because `/metrics` is collected once a second at most. */
  async function opens(): Promise<number> {
    const metric = await register.getSingleMetric('claude_director_mcp_breaker_opens_total')?.get();
    return metric?.values.find(({ labels }) => labels['server'] === 'stub')?.value ?? 0;
  }

  it('degrades answers by the deadline, opens its circuit within 5 calls and is replaced within 3 s when it is frozen', async () => {
    await startWith({});
    await helps();
    const [pid] = stub.pids as [number];
    process.kill(pid, 'SIGSTOP');
    const frozenAt = performance.now();
    const outcomes: string[] = [];
    // It may be open for less than the time of a call: what counts is that it opened.
    const opensBefore = await opens();
    while ((await opens()) === opensBefore && outcomes.length < 6) outcomes.push((await ask()).outcome);
    expect(outcomes.length).toBeLessThanOrEqual(5);
    await eventually(() => (stub.pids.length > 1 ? true : undefined));
    expect(performance.now() - frozenAt).toBeLessThan(3_000);
    await helps();
    expect(isAlive(pid)).toBe(false);
  });

  it('fails its call within 100 ms and is started again within 1 s when it is killed in the middle of one', async () => {
    await startWith({});
    await helps();
    stub.behave({ mode: 'silent' });
    const before = stub.calls;
    const answer = ask();
    await eventually(() => (stub.calls > before ? true : undefined));
    const [pid] = stub.pids as [number];
    stub.behave({});
    process.kill(pid, 'SIGKILL');
    const killedAt = performance.now();
    expect((await answer).outcome).toBe('failed');
    expect(performance.now() - killedAt).toBeLessThan(100);
    await eventually(() => (stub.pids.length > 1 ? true : undefined));
    expect(performance.now() - killedAt).toBeLessThan(1_000);
    await helps();
  });

  it('is gone within 5 s, with its own child, when it ignores SIGTERM', async () => {
    await startWith({ ignoreSigterm: true, grandchild: true });
    await helps();
    const processes = [...stub.pids, ...stub.grandchildren];
    expect(processes.map(isAlive)).toEqual([true, true]);
    const stoppedAt = performance.now();
    await service.app.close();
    await eventually(() => (processes.some(isAlive) ? undefined : true));
    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
    expect(stub.log).toContain('sigterm');
  });
});

const valueSchema = z.strictObject({ text: z.string() });
type Value = z.infer<typeof valueSchema>;

describeWith(redisServer, 'Redis that does not answer', () => {
  const clock = new SystemClock();
  let redis: Awaited<ReturnType<typeof startRedis>>;
  const replicas: Replica[] = [];
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) replica.close();
    await redis.remove();
  });

  const startOne = async () => {
    const replica = await startReplica(redis.url, { commandTimeoutMs: 15 });
    replicas.push(replica);
    const cache: TieredCache<Value> = replica.caches.open({
      name: 'answers',
      schema: valueSchema,
      maxEntries: 1_000,
      maxBytes: 1_000_000,
    });
    return { ...replica, cache };
  };
  const ask = (cache: TieredCache<Value>, key: string) =>
    cache.getOrSet(key, () => Promise.resolve({ text: key }), { ttlMs: 60_000 }, Deadline.after(clock, 10_000));
  const timed = async (work: () => Promise<unknown>) => {
    const started = performance.now();
    await work();
    return performance.now() - started;
  };

  it('costs 50 ms at first and then nothing while it is frozen, and is used again within 2 s of the thaw', async () => {
    const { cache, caches, link } = await startOne();
    await ask(cache, 'acme/cached');
    redis.freeze();
    expect(await timed(() => ask(cache, 'acme/cached'))).toBeLessThan(5);
    expect(await timed(() => ask(cache, 'acme/first'))).toBeLessThan(50 + 10);
    expect(link.isUp).toBe(false);
    const later = await timed(async () => {
      for (let i = 0; i < 100; i++) await ask(cache, `acme/later-${i}`);
    });
    expect(later / 100).toBeLessThan(1);
    redis.thaw();
    expect(await timed(() => eventually(() => (caches.isShared ? true : undefined)))).toBeLessThan(2_000);
  });

  it('costs 50 ms at first while an operator has paused it', async () => {
    const { cache, link } = await startOne();
    await link.client.sendCommand(['CLIENT', 'PAUSE', '1500', 'ALL']);
    expect(await timed(() => ask(cache, 'acme/paused'))).toBeLessThan(50 + 10);
    expect(link.isUp).toBe(false);
    await eventually(() => (link.isUp ? true : undefined));
  });
});
