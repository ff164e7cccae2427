import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { getQueueToken } from '@nestjs/bull';
import type { Queue } from 'bull';
import { z } from 'zod';

import { jobEnded, JobQueue, type JobKind } from '../../src/jobs/index.js';
import { eventually } from '../support/eventually.js';
import { RunningApp } from '../support/running-app.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

const KIND: JobKind<{ n: number }> = { name: 'test.note', schema: z.strictObject({ n: z.number() }) };
const yaml = (jobs = '') => `jobs: { minSpareRatio: 0, redisCommandTimeoutMs: 300, lockMs: 1000 ${jobs} }`;

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

  async function startQueue(handler: (n: number) => Promise<void>, jobs?: string) {
    const service = await RunningApp.start({
      yaml: yaml(jobs),
      env: { REDIS_URL: redis.url },
      beforeInit: (app) => app.get(JobQueue).handle(KIND, async ({ n }) => handler(n)),
    });
    services.push(service);
    const inRedis = service.app.get<Queue>(getQueueToken('producer'), { strict: false });
    const reachesRedis = () =>
      inRedis.getJobCounts().then(
        () => true,
        () => undefined,
      );
    return Object.assign(service.app.get(JobQueue), { reachesRedis });
  }

  it('runs each job once', async () => {
    const done: number[] = [];
    const queue = await startQueue(async (n) => void done.push(n));
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => queue.add(KIND, { n })));
    expect(new Set(ids).size).toBe(20);
    await eventually(() => (done.length >= 20 ? true : undefined));
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(queue.localSize).toBe(0);
  });

  it('adds a job of the same key once, removes waiting jobs by tag, and bounds them', async () => {
    const first = Promise.withResolvers<void>();
    const done: number[] = [];
    const started: number[] = [];
    const queue = await startQueue(async (n) => {
      started.push(n);
      if (n === 0) await first.promise;
      done.push(n);
    }, ', concurrency: 1, queueCapacity: 2');
    await queue.add(KIND, { n: 0 });
    await eventually(() => (started.length === 1 ? true : undefined));
    const id = await queue.add(KIND, { n: 1 }, { key: 'a', tags: ['conversation:1'] });
    expect(await queue.add(KIND, { n: 1 }, { key: 'a' })).toBe(id);
    await queue.add(KIND, { n: 2 });
    await expect(queue.add(KIND, { n: 3 })).rejects.toMatchObject({ code: 'JOB_QUEUE_FULL' });
    expect(await queue.cancelByTag('conversation:1')).toBe(1);
    expect(started).toEqual([0]);
    expect(await queue.add(KIND, { n: 4 }, { key: 'a' })).not.toBe(id);
    first.resolve();
    await eventually(() => (done.length >= 3 ? true : undefined));
    expect(done).toEqual([0, 2, 4]);
  });

  it('forgets a job that failed, and publishes its code without the message', async () => {
    const failures: unknown[] = [];
    const unsubscribe = jobEnded.subscribe((event) => failures.push(event));
    const queue = await startQueue(() => Promise.reject(new TypeError('a secret')));
    const id = await queue.add(KIND, { n: 1 }, { key: 'a' });
    await eventually(async () => ((await queue.add(KIND, { n: 1 }, { key: 'a' })) === id ? undefined : true));
    await eventually(() => (failures.length === 2 ? true : undefined));
    unsubscribe();
    expect(failures[0]).toEqual({ kind: 'test.note', outcome: 'failed', failure: 'TypeError' });
  });

  it('leaves no rejection unhandled when Redis goes away while the service waits for a job', async () => {
    const job = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const queue = await startQueue(() => {
      started.resolve();
      return job.promise;
    });
    await queue.add(KIND, { n: 0 });
    await started.promise;
    const stopped = services.pop()?.stop();
    // Its connection is being made again when Redis goes away.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await redis.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    job.resolve();
    await stopped;
  });

  it.each(['stopped', 'frozen'] as const)('runs jobs in this process at once while Redis is %s', async (fault) => {
    const done: number[] = [];
    const queue = await startQueue(async (n) => void done.push(n));
    await queue.add(KIND, { n: 0 });
    await eventually(() => (done.length === 1 ? true : undefined));
    if (fault === 'stopped') await redis.stop();
    else redis.freeze();
    const startedAt = performance.now();
    await queue.add(KIND, { n: 1 });
    await queue.add(KIND, { n: 2 });
    // A frozen Redis would hold them up for ever.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    await eventually(() => (done.length >= 3 ? true : undefined));
    expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
    expect(await queue.reachesRedis()).toBeUndefined();
    if (fault === 'stopped') await redis.start();
    else redis.thaw();
    await eventually(() => queue.reachesRedis());
    await queue.add(KIND, { n: 3 });
    await eventually(() => (done.includes(3) ? true : undefined));
    expect(new Set(done)).toEqual(new Set([0, 1, 2, 3]));
  });
});

describe('JobQueue in this process', () => {
  it('is what there is without REDIS_URL', async () => {
    const done: number[] = [];
    const service = await RunningApp.start({
      yaml: yaml(),
      beforeInit: (app) => app.get(JobQueue).handle(KIND, async ({ n }) => void done.push(n)),
    });
    await service.app.get(JobQueue).add(KIND, { n: 1 });
    await eventually(() => (done.length === 1 ? true : undefined));
    await service.stop();
  });
});
