import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { AdaptiveTtl } from './adaptive-ttl.js';

const computed = { costMs: 10, fingerprint: 1, hits: 3 };

describe('AdaptiveTtl', () => {
  it('lengthens the time of an unchanged value, shortens that of a changed or unused one', () => {
    const ttl = new AdaptiveTtl({ maxFactor: 4 });
    expect(ttl.decide('a', 1_000, computed)).toBe(1_000);
    expect(ttl.decide('a', 1_000, computed)).toBe(1_500);
    expect(ttl.decide('a', 1_000, { ...computed, fingerprint: 2 })).toBe(750);
    expect(ttl.decide('a', 1_000, { ...computed, fingerprint: 2, hits: 0 })).toBe(600);
    expect(ttl.recent.map(({ reason, ttlMs }) => [reason, ttlMs])).toEqual([
      ['unused', 600],
      ['changed', 750],
      ['unchanged', 1_500],
      ['set', 1_000],
    ]);
  });

  it('lengthens the time of a value that costs far more than the mean', () => {
    const ttl = new AdaptiveTtl({ maxFactor: 4 });
    for (let i = 0; i < 20; i++) ttl.decide(`cheap ${i}`, 1_000, computed);
    expect(ttl.decide('dear', 1_000, { ...computed, costMs: 500 })).toBe(1_250);
  });

  it('stays within its bounds, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ costMs: fc.nat(10_000), fingerprint: fc.nat(2), hits: fc.nat(3) }), { maxLength: 50 }),
        (values) => {
          const ttl = new AdaptiveTtl({ maxFactor: 4 });
          for (const value of values) {
            const ttlMs = ttl.decide('k', 1_000, value);
            expect(ttlMs).toBeGreaterThanOrEqual(250);
            expect(ttlMs).toBeLessThanOrEqual(4_000);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('leaves times as they are with a maximum factor of 1, and refuses less', () => {
    const ttl = new AdaptiveTtl({ maxFactor: 1 });
    ttl.decide('a', 1_000, computed);
    expect(ttl.decide('a', 1_000, { ...computed, fingerprint: 9 })).toBe(1_000);
    expect(() => new AdaptiveTtl({ maxFactor: 0.5 })).toThrow(RangeError);
  });
});
