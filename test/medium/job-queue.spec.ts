import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { JobQueue, type JobKind } from '../../src/jobs/index.js';
import { eventually } from '../support/eventually.js';
import { RunningApp } from '../support/running-app.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

const KIND: JobKind<{ n: number }> = {
  name: 'test.note',
  schema: z.strictObject({ n: z.number() }),
  maxAttempts: 2,
  backoffMs: 10,
};
const YAML = 'jobs: { minSpareRatio: 0, redisCommandTimeoutMs: 300, lockMs: 1000 }';

describeWith(redisServer, 'JobQueue in Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  const services: RunningApp[] = [];
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
    await redis.remove();
  });

  async function startQueue(handler: (n: number) => Promise<void>) {
    const service = await RunningApp.start({
      yaml: YAML,
      env: { REDIS_URL: redis.url },
      beforeInit: (app) => app.get(JobQueue).handle(KIND, async ({ n }) => handler(n)),
    });
    services.push(service);
    return service.app.get(JobQueue);
  }

  it('does each job once', async () => {
    const done: number[] = [];
    const queue = await startQueue(async (n) => void done.push(n));
    const added = await Promise.all(Array.from({ length: 20 }, (_, n) => queue.add(KIND, { n })));
    expect(added.every(({ isNew }) => isNew)).toBe(true);
    await eventually(() => (done.length >= 20 ? true : undefined));
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('adds a job of the same key once, cancels by tag, and shows dead letters without their message', async () => {
    const failing = await startQueue(() => Promise.reject(new TypeError('a secret')));
    const first = await failing.add(KIND, { n: 1 }, { key: 'a', delayMs: 60_000, tags: ['conversation:1'] });
    expect(await failing.add(KIND, { n: 1 }, { key: 'a' })).toEqual({ id: first.id, isNew: false });
    expect(await failing.cancelByTag('conversation:1')).toBe(1);
    expect(await failing.state()).toMatchObject({ waiting: 0, dead: 0 });

    const { id } = await failing.add(KIND, { n: 2 }, { key: 'a' });
    const dead = await eventually(async () => (await failing.deadLetters())[0]);
    expect(dead).toMatchObject({ id, kind: 'test.note', attempts: 2, failure: 'TypeError' });
    expect((await failing.add(KIND, { n: 2 }, { key: 'a' })).isNew).toBe(true);
  });

  it('leaves a job of a kind it does not know for a replica that does', async () => {
    const newKind: JobKind<{ n: number }> = { ...KIND, name: 'test.new' };
    const older = await startQueue(() => Promise.resolve());
    await older.add(newKind, { n: 7 });
    await eventually(async () => ((await older.state()).waiting === 1 ? true : undefined));
    expect(await older.deadLetters()).toEqual([]);
    for (const service of services.splice(0)) await service.stop();
    const done: [number, number][] = [];
    const newer = await RunningApp.start({
      yaml: YAML,
      env: { REDIS_URL: redis.url },
      beforeInit: (app) =>
        app.get(JobQueue).handle(newKind, async ({ n }, { attempt }) => void done.push([n, attempt])),
    });
    services.push(newer);
    await eventually(() => (done.length > 0 ? true : undefined), 20_000);
    expect(done).toEqual([[7, 1]]);
  }, 30_000);

  it.each(['stopped', 'frozen'] as const)(
    'accepts jobs while Redis is %s, at once, and does them later',
    async (fault) => {
      const done: number[] = [];
      const queue = await startQueue(async (n) => void done.push(n));
      await queue.add(KIND, { n: 0 });
      await eventually(() => (done.length === 1 ? true : undefined));
      if (fault === 'stopped') await redis.stop();
      else redis.freeze();
      const startedAt = performance.now();
      await queue.add(KIND, { n: 1 });
      await queue.add(KIND, { n: 2 });
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      expect((await queue.state()).outbox).toBe(2);
      if (fault === 'stopped') await redis.start();
      else redis.thaw();
      await eventually(() => (done.length >= 3 ? true : undefined), 20_000);
      await eventually(async () => ((await queue.state()).outbox === 0 ? true : undefined));
      expect(new Set(done)).toEqual(new Set([0, 1, 2]));
    },
  );
});

describe('JobQueue in this process', () => {
  it('takes up after a restart what an earlier process accepted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-jobs-'));
    const env = { DATA_DIR: folder };
    const first = await RunningApp.start({ yaml: YAML, env });
    await first.app.get(JobQueue).add(KIND, { n: 3 }, { delayMs: 1_000 });
    await first.stop();
    const done: number[] = [];
    const second = await RunningApp.start({
      yaml: YAML,
      env,
      beforeInit: (app) => app.get(JobQueue).handle(KIND, async ({ n }) => void done.push(n)),
    });
    await eventually(() => (done.length > 0 ? true : undefined), 10_000);
    await second.stop();
    const third = await RunningApp.start({ yaml: YAML, env });
    expect(await third.app.get(JobQueue).state()).toMatchObject({ waiting: 0, running: 0 });
    await third.stop();
    expect(done).toEqual([3]);
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('is what there is without REDIS_URL', async () => {
    const done: number[] = [];
    const service = await RunningApp.start({
      yaml: YAML,
      beforeInit: (app) => app.get(JobQueue).handle(KIND, async ({ n }) => void done.push(n)),
    });
    await service.app.get(JobQueue).add(KIND, { n: 1 });
    await eventually(() => (done.length === 1 ? true : undefined));
    await service.stop();
  });
});
