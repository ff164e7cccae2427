import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';

import { ManualClock } from '../core/index.js';

import { InProcessJobQueue } from './in-process-job-queue.js';
import { JobRunner } from './job-runner.js';
import { jobEnded, type JobHandler, type JobKind } from './job.js';
import { JobQueueFullError } from './jobs.errors.js';

const OPTIONS = { concurrency: 1, minSpareRatio: 0.5, maxWaitMs: 5_000 };
const KIND: JobKind<{ n: number }> = { name: 'test.note', schema: z.strictObject({ n: z.number() }) };

function setUp({ capacity = 4, options = OPTIONS } = {}) {
  const clock = new ManualClock();
  const spare = { spareRatio: 1, isStopped: false };
  const queue = new InProcessJobQueue(capacity, new JobRunner(options, spare, clock), clock);
  const done: number[] = [];
  const runs: Parameters<JobHandler<unknown>>[1][] = [];
  const work = { fails: false, wait: Promise.resolve() };
  queue.handle(KIND, async ({ n }, run) => {
    runs.push(run);
    await work.wait;
    if (work.fails) throw new TypeError('broken');
    done.push(n);
  });
  return { clock, done, queue, runs, spare, work };
}

/** What `jobEnded` publishes while `work` runs. */
async function endedDuring(work: () => Promise<unknown>) {
  const ended: object[] = [];
  const unsubscribe = jobEnded.subscribe((event) => ended.push(event));
  await work();
  unsubscribe();
  return ended;
}

describe('InProcessJobQueue', () => {
  it('works in order of age', async () => {
    const { clock, done, queue } = setUp();
    await queue.add(KIND, { n: 1 });
    await queue.add(KIND, { n: 2 });
    await queue.add(KIND, { n: 3 });
    await queue.start();
    await clock.advance(0);
    expect(done).toEqual([1, 2, 3]);
    expect(queue.localSize).toBe(0);
  });

  it('runs no more jobs at once than its concurrency', async () => {
    const { clock, queue, runs, work } = setUp({ options: { ...OPTIONS, concurrency: 2 } });
    work.wait = new Promise(() => undefined);
    await queue.start();
    for (let n = 0; n < 4; n++) await queue.add(KIND, { n });
    await clock.advance(1_000);
    expect(runs).toHaveLength(2);
    expect(queue.localSize).toBe(4);
  });

  it('waits for spare capacity until the longest wait', async () => {
    const { clock, done, queue, spare } = setUp();
    await queue.start();
    spare.spareRatio = 0.2;
    await queue.add(KIND, { n: 1 });
    await clock.advance(4_900);
    expect(done).toEqual([]);
    await clock.advance(200);
    expect(done).toEqual([1]);
    await queue.add(KIND, { n: 2 });
    spare.spareRatio = 0.5;
    await clock.advance(100);
    expect(done).toEqual([1, 2]);
  });

  it('starts nothing while background work is stopped, however long that takes', async () => {
    const { clock, done, queue, spare } = setUp();
    await queue.start();
    Object.assign(spare, { spareRatio: 0, isStopped: true });
    await queue.add(KIND, { n: 1 });
    await clock.advance(60_000);
    expect(done).toEqual([]);
    spare.isStopped = false;
    await clock.advance(100);
    expect(done).toEqual([1]);
  });

  it('adds a job of the same key once while it waits or runs', async () => {
    const { clock, done, queue, work } = setUp();
    const running = Promise.withResolvers<void>();
    work.wait = running.promise;
    const first = await queue.add(KIND, { n: 1 }, { key: 'a' });
    expect(await queue.add(KIND, { n: 1 }, { key: 'a' })).toBe(first);
    await queue.start();
    expect(await queue.add(KIND, { n: 1 }, { key: 'a' })).toBe(first);
    running.resolve();
    await clock.advance(0);
    expect(await queue.add(KIND, { n: 1 }, { key: 'a' })).not.toBe(first);
    await clock.advance(0);
    expect(done).toEqual([1, 1]);
  });

  it('publishes the code of a failure without its message, and does not run the job again', async () => {
    const { clock, queue, runs, work } = setUp();
    work.fails = true;
    await queue.start();
    const ended = await endedDuring(async () => {
      await queue.add(KIND, { n: 1 });
      await clock.advance(0);
      await clock.advance(60_000);
    });
    expect(ended).toEqual([{ kind: 'test.note', outcome: 'failed', failure: 'TypeError' }]);
    expect(runs).toHaveLength(1);
  });

  it('fails a job without a handler, and one whose payload does not match its kind', async () => {
    const { clock, queue } = setUp();
    await queue.start();
    const ended = await endedDuring(async () => {
      await queue.add({ ...KIND, name: 'test.unknown' }, { n: 1 });
      await queue.add<unknown>(KIND, { n: 'x' });
      await clock.advance(1_000);
    });
    expect(ended).toMatchObject([
      { kind: 'test.unknown', outcome: 'failed', failure: 'RangeError' },
      { kind: 'test.note', outcome: 'failed', failure: 'ZodError' },
    ]);
  });

  it('rejects a job when as many wait as may', async () => {
    const { queue } = setUp();
    for (let n = 0; n < 4; n++) await queue.add(KIND, { n });
    await expect(queue.add(KIND, { n: 4 })).rejects.toThrow(JobQueueFullError);
    expect(queue.localSize).toBe(4);
  });

  it('cancels by tag what waits and what runs', async () => {
    const { clock, queue, runs, work } = setUp();
    work.wait = new Promise(() => undefined);
    await queue.start();
    const ended = await endedDuring(async () => {
      await queue.add(KIND, { n: 1 }, { tags: ['conversation:1'] });
      await queue.add(KIND, { n: 2 }, { tags: ['answer:1', 'conversation:1'] });
      await queue.add(KIND, { n: 3 }, { tags: ['conversation:2'] });
      expect(await queue.cancelByTag('conversation:1')).toBe(2);
      await clock.advance(0);
    });
    expect(ended).toMatchObject([{ outcome: 'cancelled' }, { outcome: 'cancelled' }]);
    expect(runs[0]?.deadline.isOver).toBe(true);
    expect(queue.localSize).toBe(1);
  });

  it('ends a run at its timeout', async () => {
    const { clock, queue, runs, work } = setUp();
    work.wait = new Promise(() => undefined);
    await queue.start();
    await queue.add(KIND, { n: 1 });
    await clock.advance(30_000);
    expect(runs[0]?.deadline.isOver).toBe(true);
    expect(queue.localSize).toBe(0);
  });

  it('waits for a running job when it stops, interrupts it after the grace period, and starts no other', async () => {
    const { clock, queue, runs, work } = setUp();
    work.wait = new Promise(() => undefined);
    await queue.start();
    await queue.add(KIND, { n: 1 });
    await queue.add(KIND, { n: 2 });
    const ended = await endedDuring(async () => {
      const stopped = queue.stop(1_000);
      await clock.advance(999);
      expect(runs[0]?.deadline.isOver).toBe(false);
      await clock.advance(1);
      await stopped;
      await clock.advance(60_000);
    });
    expect(runs).toHaveLength(1);
    expect(runs[0]?.deadline.isOver).toBe(true);
    expect(ended).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('runs each accepted job once, whatever fails and whatever the spare capacity', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const) }),
      fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 2_000 }) }),
      fc.record({ do: fc.constant('fail' as const), fails: fc.boolean() }),
      fc.record({ do: fc.constant('load' as const), spareRatio: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { clock, queue, runs, spare, work } = setUp({ capacity: 100 });
        await queue.start();
        const added: string[] = [];
        for (const action of steps) {
          if (action.do === 'add') added.push(await queue.add(KIND, { n: added.length }));
          else if (action.do === 'advance') await clock.advance(action.ms);
          else if (action.do === 'fail') work.fails = action.fails;
          else spare.spareRatio = action.spareRatio;
        }
        spare.spareRatio = 1;
        await clock.advance(1_000);
        expect(runs.map(({ id }) => id).toSorted()).toEqual(added.toSorted());
        expect(queue.localSize).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
