import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';

import { ManualClock } from '../core/index.js';
import { JobQueueFullError } from './jobs.errors.js';

import { InProcessJobQueue } from './in-process-job-queue.js';
import { JobStore } from './job-store.js';
import type { JobKind, JobRun, StoredJob } from './job.js';

const OPTIONS = { queueCapacity: 4, concurrency: 1, minSpareRatio: 0.5, maxWaitMs: 5_000, deadLetters: 2 };
const KIND: JobKind<{ n: number }> = { name: 'test.note', schema: z.strictObject({ n: z.number() }), maxAttempts: 2 };

/** What a durable store does, kept as text as a database would. */
class TextStore extends JobStore {
  readonly rows = new Map<string, string>();

  load() {
    return Promise.resolve([...this.rows.values()].map((row): unknown => JSON.parse(row)));
  }

  put(job: StoredJob) {
    this.rows.set(job.id, JSON.stringify(job));
    return Promise.resolve();
  }

  remove(id: string) {
    this.rows.delete(id);
    return Promise.resolve();
  }
}

function setUp({ store = new TextStore(), clock = new ManualClock(), options = OPTIONS } = {}) {
  const spare = { spareRatio: 1, isStopped: false };
  const queue = new InProcessJobQueue(options, store, spare, clock);
  const done: number[] = [];
  const runs: JobRun[] = [];
  const work = { fail: false, wait: Promise.resolve() };
  queue.handle(KIND, async ({ n }, run) => {
    runs.push(run);
    await work.wait;
    if (work.fail) throw new TypeError('broken');
    done.push(n);
  });
  return { clock, done, queue, runs, spare, store, work };
}

describe('InProcessJobQueue', () => {
  it('works in order of priority, then age', async () => {
    const { clock, done, queue } = setUp();
    await queue.add(KIND, { n: 1 });
    await queue.add(KIND, { n: 2 });
    await queue.add(KIND, { n: 3 }, { priority: 1 });
    await queue.start();
    await clock.advance(0);
    expect(done).toEqual([3, 1, 2]);
    expect(await queue.state()).toMatchObject({ waiting: 0, running: 0, dead: 0, outbox: 0 });
  });

  it('waits for spare capacity, but not for ever', async () => {
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

  it('begins nothing while it is stopped, however long that takes', async () => {
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
    await queue.start();
    const first = await queue.add(KIND, { n: 1 }, { key: 'a' });
    expect(await queue.add(KIND, { n: 1 }, { key: 'a' })).toEqual({ id: first.id, isNew: false });
    running.resolve();
    await clock.advance(0);
    expect((await queue.add(KIND, { n: 1 }, { key: 'a' })).isNew).toBe(true);
    await clock.advance(0);
    expect(done).toEqual([1, 1]);
  });

  it('tries again after a growing pause, then keeps a dead letter that tells no message', async () => {
    const { clock, queue, runs, work, store } = setUp();
    work.fail = true;
    await queue.start();
    const { id } = await queue.add(KIND, { n: 1 });
    await clock.advance(0);
    expect(runs.map(({ attempt }) => attempt)).toEqual([1]);
    await clock.advance(1_100);
    expect(runs.map(({ id: runId, attempt }) => [runId, attempt])).toEqual([
      [id, 1],
      [id, 2],
    ]);
    expect(await queue.deadLetters()).toMatchObject([{ id, kind: 'test.note', attempts: 2, failure: 'TypeError' }]);
    expect([...store.rows.values()].join()).not.toContain('broken');
  });

  it('bounds what waits and the dead letters', async () => {
    const { clock, queue, store, work } = setUp();
    work.fail = true;
    for (let n = 0; n < 4; n++) await queue.add(KIND, { n });
    await expect(queue.add(KIND, { n: 4 })).rejects.toThrow(JobQueueFullError);
    await queue.start();
    for (let i = 0; i < 20; i++) await clock.advance(500);
    expect(await queue.state()).toMatchObject({ waiting: 0, dead: 2 });
    expect(store.rows.size).toBe(2);
  });

  it('cancels by tag what waits and what runs', async () => {
    const { clock, queue, runs, store, work } = setUp();
    work.wait = new Promise(() => undefined);
    await queue.start();
    await queue.add(KIND, { n: 1 }, { tags: ['conversation:1'] });
    await queue.add(KIND, { n: 2 }, { tags: ['answer:1', 'conversation:1'] });
    await queue.add(KIND, { n: 3 }, { tags: ['conversation:2'] });
    expect(await queue.cancelByTag('conversation:1')).toBe(2);
    await clock.advance(0);
    expect(runs[0]?.deadline.isOver).toBe(true);
    expect(await queue.state()).toMatchObject({ waiting: 0, running: 1 });
    expect(store.rows.size).toBe(1);
  });

  it('ends an attempt at the time-out of its kind', async () => {
    const { clock, queue, runs, work } = setUp();
    work.wait = new Promise(() => undefined);
    await queue.start();
    await queue.add(KIND, { n: 1 });
    await clock.advance(30_000);
    expect(runs[0]?.deadline.isOver).toBe(true);
  });

  it('takes up after a restart what waited, ran or was dead', async () => {
    const before = setUp();
    before.work.wait = new Promise(() => undefined);
    await before.queue.start();
    await before.queue.add(KIND, { n: 1 });
    await before.queue.add(KIND, { n: 2 });
    await before.clock.advance(0);
    const after = setUp({ store: before.store });
    after.store.rows.set('garbage', '{"id":"garbage"}');
    await after.queue.start();
    await after.clock.advance(0);
    expect(after.done).toEqual([1, 2]);
    expect(after.runs[0]?.attempt).toBe(2);
  });

  it('keeps a job whose attempt the end of the process cut off', async () => {
    const { clock, queue, store, work } = setUp();
    work.wait = new Promise(() => undefined);
    await queue.start();
    await queue.add(KIND, { n: 1 });
    const stopped = queue.stop(1_000);
    await clock.advance(1_000);
    await stopped;
    await clock.advance(0);
    expect(store.rows.size).toBe(1);
    expect(await queue.deadLetters()).toEqual([]);
  });

  it('leaves a job of an unknown kind to a version that does it, and gives it up after a day', async () => {
    const { clock, queue, store } = setUp();
    const gone = { ...KIND, name: 'gone' };
    await queue.add(gone, { n: 1 });
    await queue.start();
    await clock.advance(20_000);
    expect(await queue.deadLetters()).toEqual([]);
    expect(await queue.state()).toMatchObject({ waiting: 1 });
    await queue.stop(0);

    const newer = setUp({ clock, store });
    const done: JobRun[] = [];
    newer.queue.handle(gone, async (_payload, run) => void done.push(run));
    await newer.queue.start();
    await clock.advance(5_000);
    expect(done).toMatchObject([{ attempt: 1 }]);
    await newer.queue.stop(0);

    const older = setUp({ clock });
    await older.queue.add(gone, { n: 2 });
    await older.queue.start();
    await clock.advance(86_405_000);
    expect(await older.queue.deadLetters()).toMatchObject([{ kind: 'gone', failure: 'NO_HANDLER' }]);
  });

  it('makes a dead letter of what nobody can do any more', async () => {
    const { clock, queue, store } = setUp();
    const kept = {
      key: null,
      tags: [],
      priority: 5,
      attempts: 0,
      addedAt: -86_400_000,
      notBefore: 0,
      state: 'waiting',
      failure: null,
    };
    store.rows.set('a', JSON.stringify({ ...kept, id: 'a', kind: 'gone', payload: {} }));
    store.rows.set('b', JSON.stringify({ ...kept, id: 'b', kind: KIND.name, payload: { n: 'x' } }));
    await queue.start();
    await clock.advance(0);
    const failures = (await queue.deadLetters()).map(({ failure }) => String(failure));
    expect(failures.toSorted()).toEqual(['NO_HANDLER', 'PAYLOAD_INVALID']);
  });

  it('loses no job, whatever fails and whenever the process ends', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const), priority: fc.integer({ min: 1, max: 10 }) }),
      fc.record({ do: fc.constant('restart' as const) }),
      fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 2_000 }) }),
      fc.record({ do: fc.constant('fail' as const), fail: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const options = { ...OPTIONS, queueCapacity: 100, deadLetters: 100 };
        let now = setUp({ options });
        const { clock, store } = now;
        await now.queue.start();
        const done = new Set<number>();
        let added = 0;
        for (const action of steps) {
          if (action.do === 'add') await now.queue.add(KIND, { n: added++ }, { priority: action.priority });
          else if (action.do === 'advance') await clock.advance(action.ms);
          else if (action.do === 'fail') now.work.fail = action.fail;
          else {
            await now.queue.stop(0);
            for (const n of now.done) done.add(n);
            now = setUp({ clock, options, store });
            await now.queue.start();
          }
        }
        now.work.fail = false;
        for (let i = 0; i < 100; i++) await clock.advance(600);
        for (const n of now.done) done.add(n);
        const dead = (await now.queue.deadLetters()).length;
        expect(done.size + dead).toBe(added);
        expect(await now.queue.state()).toMatchObject({ waiting: 0, running: 0 });
        expect(store.rows.size).toBe(dead);
      }),
      { numRuns: 60 },
    );
  });
});
