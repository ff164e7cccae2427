import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { collectGarbage, GcPolicy, gcRequested } from './gc-policy.js';
import { Workload } from './housekeeping.js';

const MB = 1_048_576;

function setUp() {
  const clock = new ManualClock();
  const workload = new Workload();
  const heap = { allocated: 30 * MB, retained: 30 * MB, collections: 0 };
  const policy = new GcPolicy(
    {
      allocatedBytes: () => heap.allocated,
      retainedBytes: () => heap.retained,
      suspectsLeak: () => false,
      collect: () => {
        heap.collections++;
        heap.allocated = heap.retained;
      },
    },
    workload,
    clock,
  );
  const sample = async (times: number, isUnderPressure = false) => {
    for (let i = 0; i < times; i++) {
      await clock.advance(1_000);
      policy.sample(isUnderPressure);
    }
  };
  return { heap, sample, workload };
}

describe('GcPolicy', () => {
  it('requests a collection after three seconds without requests, if there is enough garbage', async () => {
    const { heap, sample, workload } = setUp();
    heap.allocated += 20 * MB;
    for (let i = 0; i < 10; i++) {
      workload.requests++;
      await sample(1);
    }
    expect(heap.collections).toBe(0);
    await sample(2);
    expect(heap.collections).toBe(0);
    await sample(1);
    expect(heap.collections).toBe(1);
    heap.allocated += 5 * MB;
    await sample(100);
    expect(heap.collections).toBe(1);
  });

  it('collects the garbage of the start, and retries now and then if there were requests', async () => {
    const { heap, sample, workload } = setUp();
    await sample(700);
    expect(heap.collections).toBe(1);
    workload.requests++;
    await sample(10);
    expect(heap.collections).toBe(2);
    await sample(700);
    expect(heap.collections).toBe(2);
  });

  it('uses any moment without open requests ten minutes after the latest collection, under constant load', async () => {
    const { heap, sample, workload } = setUp();
    const serve = async (seconds: number, open: number) => {
      workload.open = () => open;
      for (let i = 0; i < seconds; i++) {
        workload.requests++;
        await sample(1);
      }
    };
    await serve(599, 0);
    await serve(100, 1);
    expect(heap.collections).toBe(0);
    await serve(1, 0);
    expect(heap.collections).toBe(1);
    await serve(599, 0);
    expect(heap.collections).toBe(1);
    await serve(1, 0);
    expect(heap.collections).toBe(2);
  });

  it('requests none while a request is open, nor a second one within a minute', async () => {
    const { heap, sample, workload } = setUp();
    heap.allocated += 20 * MB;
    workload.open = () => 1;
    await sample(10);
    expect(heap.collections).toBe(0);
    workload.open = () => 0;
    await sample(10);
    heap.allocated += 20 * MB;
    await sample(49);
    expect(heap.collections).toBe(1);
    await sample(10);
    expect(heap.collections).toBe(2);
  });

  it('collects under pressure despite open requests, every five seconds at most, and publishes what was freed', async () => {
    const { heap, sample, workload } = setUp();
    workload.open = () => 100;
    const published: object[] = [];
    const unsubscribe = gcRequested.subscribe((event) => published.push(event));
    heap.allocated += 2 * MB;
    await sample(1, true);
    heap.allocated += 3 * MB;
    await sample(5, true);
    unsubscribe();
    expect(published).toEqual([
      { reason: 'pressure', freedBytes: 2 * MB },
      { reason: 'pressure', freedBytes: 3 * MB },
    ]);
  });
});

describe('collectGarbage', () => {
  it('collects unreachable objects', () => {
    const gone = new WeakRef({ some: 'object' });
    return new Promise<void>((resolve) => {
      setImmediate(() => {
        collectGarbage(true);
        expect(gone.deref()).toBeUndefined();
        resolve();
      });
    });
  });
});
