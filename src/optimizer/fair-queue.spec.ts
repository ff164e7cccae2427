import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { FairQueue } from './fair-queue.js';

const entry = <T>(flow: string, rank: number, item: T, work = 1) => ({ flow, rank, work, item });

function drain(queue: FairQueue<string>): string[] {
  const order: string[] = [];
  for (let next = queue.pop(0); next !== undefined; next = queue.pop(0)) order.push(next.item);
  return order;
}

describe('FairQueue', () => {
  it('pops the smallest rank of a flow first, equal ranks in order of arrival', () => {
    const queue = new FairQueue<string>();
    for (const [rank, item] of [
      [20, 'late'],
      [10, 'first'],
      [10, 'second'],
    ] as const)
      queue.push(entry('a', rank, item), 1, 0);
    expect(drain(queue)).toEqual(['first', 'second', 'late']);
  });

  it('shares between flows by weight, whatever one of them adds', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 90; i++) queue.push(entry('flood', i, 'flood'), 1, 0);
    for (let i = 0; i < 10; i++) queue.push(entry('calm', 1_000 + i, 'calm'), 2, 0);
    expect(
      drain(queue)
        .slice(0, 12)
        .filter((item) => item === 'calm'),
    ).toHaveLength(8);
  });

  it('gives an intermittent flow no more than a waiting one', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 50; i++) queue.push(entry('waits', i, 'waits'), 1, 0);
    const order: (string | undefined)[] = [];
    for (let i = 0; i < 40; i++) {
      queue.push(entry('comes and goes', i, 'comes and goes'), 1, 0);
      order.push(queue.pop(0)?.item, queue.pop(0)?.item);
    }
    expect(order.filter((item) => item === 'waits').length).toBeGreaterThanOrEqual(39);
  });

  it('removes an entry once', () => {
    const queue = new FairQueue<string>();
    const pushed = queue.push(entry('a', 1, 'x'), 1, 0);
    expect([queue.remove(pushed), queue.remove(pushed), queue.size, queue.pop(0)]).toEqual([true, false, 0, undefined]);
  });

  it('shares the work, not the number of entries', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 10; i++) queue.push(entry('large', i, 'large', 4), 1, 0);
    for (let i = 0; i < 40; i++) queue.push(entry('small', i, 'small', 1), 1, 0);
    const half = drain(queue).slice(0, 25);
    expect(half.filter((item) => item === 'large')).toHaveLength(5);
  });

  it('knows the work before an entry: of its own flow by rank, of others what they get meanwhile', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 10; i++) queue.push(entry('own', i * 10, 'x', 3), 1, 0);
    for (let i = 0; i < 100; i++) queue.push(entry('flood', i, 'y', 2), 2, 0);
    queue.push(entry('calm', 0, 'z', 5), 1, 0);
    expect(queue.workUpTo('own', 45)).toBe(15);
    // Twice its own 15 of the flood, whose next one may be in work, and all of the calm flow.
    expect(queue.workBefore('own', 1, 45)).toBe(15 + 30 + 2 + 5);
    // Of each flow, what may be in work when it comes.
    expect(queue.workBefore('new', 1, 0)).toBe(3 + 2 + 5);
    expect(queue.work).toBe(30 + 200 + 5);
  });

  it('measures the rate at which a flow is served', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 200; i++) queue.push(entry('a', i, 'x', 10), 1, 0);
    expect(queue.rateOf('a', 0)).toBe(1);
    for (let now = 0; now < 4_000; now += 40) queue.pop(now);
    expect(queue.rateOf('a', 4_000)).toBeCloseTo(0.25, 1);
    expect(queue.rateOf('b', 4_000)).toBe(1);
    // Not served for a second: what it got before counts less and less.
    expect(queue.rateOf('a', 5_000)).toBeLessThan(0.15);
    // Empty in between, and served as before.
    while (queue.size > 0) queue.pop(5_000);
    queue.push(entry('a', 0, 'x', 10), 1, 5_100);
    expect(queue.rateOf('a', 5_100)).toBeLessThan(1);
    expect(queue.rateOf('a', 60_000)).toBeLessThan(0.1);
  });

  it('loses nothing and lets no flow starve', () => {
    const push = fc.record({
      flow: fc.constantFrom('a', 'b', 'c', 'd'),
      rank: fc.integer({ min: 0, max: 100 }),
      popsBefore: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(push, { maxLength: 200 }), (pushes) => {
        const queue = new FairQueue<number>();
        const seen = new Set<number>();
        const waitedBy = new Map<string, number>();
        const pop = () => {
          const next = queue.pop(0);
          if (next === undefined) return;
          seen.add(next.item);
          for (const flow of ['a', 'b', 'c', 'd']) {
            const waited = flow === next.flow || queue.sizeOf(flow) === 0 ? 0 : (waitedBy.get(flow) ?? 0) + 1;
            waitedBy.set(flow, waited);
            // Four flows of equal weight: each is overtaken at most twice by each of the others.
            expect(waited).toBeLessThanOrEqual(6);
          }
        };
        pushes.forEach(({ flow, rank, popsBefore }, i) => {
          for (let n = 0; n < popsBefore; n++) pop();
          queue.push(entry(flow, rank, i), 1, 0);
        });
        while (queue.size > 0) pop();
        expect(seen.size).toBe(pushes.length);
      }),
    );
  });
});
