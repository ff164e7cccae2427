import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { collectGarbage, gcRequested, Housekeeping } from './housekeeping.js';
import { Workload } from './workload.js';

const MB = 1_048_576;

function setUp() {
  const clock = new ManualClock();
  const workload = new Workload();
  const heap = { held: 30 * MB, retained: 30 * MB, collections: 0 };
  const housekeeping = new Housekeeping({
    clock,
    workload,
    heldBytes: () => heap.held,
    retainedBytes: () => heap.retained,
    suspectsLeak: () => false,
    collect: () => {
      heap.collections++;
      heap.held = heap.retained;
    },
  });
  const look = async (times: number, isTight = false) => {
    for (let i = 0; i < times; i++) {
      await clock.advance(1_000);
      housekeeping.sample(isTight);
    }
  };
  return { clock, heap, housekeeping, look, workload };
}

describe('Housekeeping', () => {
  it('has garbage collected once nobody has come for a while, if there is enough of it', async () => {
    const { heap, look, workload } = setUp();
    heap.held += 20 * MB;
    for (let i = 0; i < 10; i++) {
      workload.requests++;
      await look(1);
    }
    expect(heap.collections).toBe(0);
    await look(2);
    expect(heap.collections).toBe(0);
    await look(1);
    expect(heap.collections).toBe(1);
    heap.held += 5 * MB;
    await look(100);
    expect(heap.collections).toBe(1);
  });

  it('collects what the start has left, and now and then what was held the last time, if somebody has come', async () => {
    const { heap, look, workload } = setUp();
    await look(700);
    expect(heap.collections).toBe(1);
    workload.requests++;
    await look(10);
    expect(heap.collections).toBe(2);
    await look(700);
    expect(heap.collections).toBe(2);
  });

  it('takes any moment without a question ten minutes after the latest, where somebody always comes', async () => {
    const { heap, look, workload } = setUp();
    const serve = async (seconds: number, open: number) => {
      workload.open = () => open;
      for (let i = 0; i < seconds; i++) {
        workload.requests++;
        await look(1);
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

  it('does not while somebody waits, and not again within a minute', async () => {
    const { heap, look, workload } = setUp();
    heap.held += 20 * MB;
    workload.open = () => 1;
    await look(10);
    expect(heap.collections).toBe(0);
    workload.open = () => 0;
    await look(10);
    heap.held += 20 * MB;
    await look(49);
    expect(heap.collections).toBe(1);
    await look(10);
    expect(heap.collections).toBe(2);
  });

  it('does whoever waits when memory is tight, every five seconds at most, and tells what it freed', async () => {
    const { heap, look, workload } = setUp();
    workload.open = () => 100;
    const told: object[] = [];
    const unsubscribe = gcRequested.subscribe(({ reason, freedBytes }) => told.push({ reason, freedBytes }));
    heap.held += 2 * MB;
    await look(1, true);
    heap.held += 3 * MB;
    await look(5, true);
    unsubscribe();
    expect(told).toEqual([
      { reason: 'pressure', freedBytes: 2 * MB },
      { reason: 'pressure', freedBytes: 3 * MB },
    ]);
  });

  it('sweeps twice a minute while nobody waits, for no longer than a slice at a time', async () => {
    const { clock, housekeeping, look, workload } = setUp();
    const swept: string[] = [];
    for (const owner of ['a', 'b', 'c']) {
      housekeeping.register({
        owner,
        run: (isTimeUp) => {
          swept.push(owner);
          void clock.advance(3);
          return isTimeUp() ? 1 : 2;
        },
      });
    }
    workload.open = () => 1;
    await look(40);
    expect(swept).toEqual([]);
    workload.open = () => 0;
    await look(1);
    expect(swept).toEqual(['a', 'b']);
    await look(1);
    expect(swept).toEqual(['a', 'b', 'c']);
    expect(housekeeping.dropped).toBe(5);
    await look(20);
    expect(swept).toHaveLength(3);
  });
});

describe('collectGarbage', () => {
  it('collects what nobody refers to', () => {
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
