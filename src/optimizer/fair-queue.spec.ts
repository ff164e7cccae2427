import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { FairQueue } from './fair-queue.js';

function drain(queue: FairQueue<string>): string[] {
  const order: string[] = [];
  for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) order.push(entry.item);
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
      queue.push('a', 1, rank, item);
    expect(drain(queue)).toEqual(['first', 'second', 'late']);
  });

  it('shares between flows by weight, whatever one of them adds', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 90; i++) queue.push('flood', 1, i, 'flood');
    for (let i = 0; i < 10; i++) queue.push('calm', 2, 1_000 + i, 'calm');
    expect(queue.shareOf('calm', 2)).toBeCloseTo(2 / 3);
    expect(
      drain(queue)
        .slice(0, 12)
        .filter((item) => item === 'calm'),
    ).toHaveLength(8);
  });

  it('gives an intermittent flow no more than a waiting one', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 50; i++) queue.push('waits', 1, i, 'waits');
    const order: (string | undefined)[] = [];
    for (let i = 0; i < 40; i++) {
      queue.push('comes and goes', 1, i, 'comes and goes');
      order.push(queue.pop()?.item, queue.pop()?.item);
    }
    expect(order.filter((item) => item === 'waits').length).toBeGreaterThanOrEqual(39);
  });

  it('removes an entry once', () => {
    const queue = new FairQueue<string>();
    const entry = queue.push('a', 1, 1, 'x');
    expect([queue.remove(entry), queue.remove(entry), queue.size, queue.pop()]).toEqual([true, false, 0, undefined]);
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
          const entry = queue.pop();
          if (entry === undefined) return;
          seen.add(entry.item);
          for (const flow of ['a', 'b', 'c', 'd']) {
            const waited = flow === entry.flow || queue.sizeOf(flow) === 0 ? 0 : (waitedBy.get(flow) ?? 0) + 1;
            waitedBy.set(flow, waited);
            // Four flows of equal weight: each is overtaken at most twice by each of the others.
            expect(waited).toBeLessThanOrEqual(6);
          }
        };
        pushes.forEach(({ flow, rank, popsBefore }, i) => {
          for (let n = 0; n < popsBefore; n++) pop();
          queue.push(flow, 1, rank, i);
        });
        while (queue.size > 0) pop();
        expect(seen.size).toBe(pushes.length);
      }),
    );
  });
});
