import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { GradientLimit, type LimitPermit } from './gradient-limit.js';

/** Keeps `limit` calls in flight against a server that does `capacity` at once in `serviceMs` and queues the rest. */
function run(
  limit: GradientLimit,
  { capacity, serviceMs, calls }: { capacity: number; serviceMs: number; calls: number },
) {
  const held: LimitPermit[] = [];
  for (let i = 0; i < calls; i++) {
    for (let permit = limit.acquire(); permit !== undefined; permit = limit.acquire()) held.push(permit);
    const rttMs = serviceMs * Math.max(1, held.length / capacity);
    held.shift()?.success(rttMs);
  }
  for (const permit of held) permit.ignore();
}

describe('GradientLimit', () => {
  it('grants no more permits than its limit, and releases each once', () => {
    const limit = new GradientLimit({ initialLimit: 2 });
    const first = limit.acquire();
    limit.acquire();
    expect(limit.acquire()).toBeUndefined();
    first?.ignore();
    first?.success(1);
    expect(limit.inFlight).toBe(1);
  });

  it('grows while the time of a call stays what it was', () => {
    const limit = new GradientLimit({ initialLimit: 5, maxLimit: 100 });
    run(limit, { capacity: 1_000, serviceMs: 10, calls: 2_000 });
    expect(limit.limit).toBe(100);
  });

  it('does not grow while less than half of it is used', () => {
    const limit = new GradientLimit({ initialLimit: 20 });
    for (let i = 0; i < 500; i++) limit.acquire()?.success(10);
    expect(limit.limit).toBe(20);
  });

  it('falls when calls begin to queue on the other side, and recovers', () => {
    const limit = new GradientLimit({ initialLimit: 50, maxLimit: 100 });
    run(limit, { capacity: 1_000, serviceMs: 10, calls: 1_000 });
    run(limit, { capacity: 5, serviceMs: 10, calls: 100 });
    const low = limit.limit;
    expect(low).toBeLessThan(70);
    run(limit, { capacity: 1_000, serviceMs: 10, calls: 4_000 });
    expect(limit.limit).toBeGreaterThan(low);
  });

  it('settles where calls take no longer than the ceiling, however long they are slow', () => {
    const limit = new GradientLimit({ initialLimit: 20, rttCeilingMs: 25, headroom: 1 });
    run(limit, { capacity: 1, serviceMs: 1, calls: 20_000 });
    expect(limit.limit).toBeGreaterThan(20);
    expect(limit.limit).toBeLessThan(30);
  });

  it('falls with each dropped call', () => {
    const limit = new GradientLimit({ initialLimit: 100 });
    limit.acquire()?.dropped();
    expect(limit.limit).toBe(90);
  });

  it.each([{ initialLimit: 0 }, { minLimit: 30 }, { maxLimit: 3 }, { tolerance: 0.5 }])('rejects %p', (options) => {
    expect(() => new GradientLimit(options)).toThrow(RangeError);
  });

  it('stays within its bounds and loses no permit, whatever calls take', () => {
    const call = fc.record({
      end: fc.constantFrom('success' as const, 'ignore' as const, 'dropped' as const),
      rttMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
      holdsOn: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 400 }), (calls) => {
        const limit = new GradientLimit({ initialLimit: 8, minLimit: 2, maxLimit: 40, shortWindow: 1 });
        const held: LimitPermit[] = [];
        for (const { end, rttMs, holdsOn } of calls) {
          const permit = limit.acquire();
          expect(permit === undefined).toBe(held.length >= limit.limit);
          if (permit !== undefined) held.push(permit);
          if (!holdsOn) held.shift()?.[end](rttMs);
          expect(limit.inFlight).toBe(held.length);
          expect(limit.limit).toBeGreaterThanOrEqual(2);
          expect(limit.limit).toBeLessThanOrEqual(40);
        }
      }),
    );
  });
});
