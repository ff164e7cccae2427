import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { AdaptiveTtl } from './adaptive-ttl.js';

const making = { costMs: 10, fingerprint: 1, hits: 3 };

describe('AdaptiveTtl', () => {
  it('keeps longer what does not change, shorter what does, and shorter what nobody asks for', () => {
    const ttl = new AdaptiveTtl({ spread: 4 });
    expect(ttl.decide('a', 1_000, making)).toBe(1_000);
    expect(ttl.decide('a', 1_000, making)).toBe(1_500);
    expect(ttl.decide('a', 1_000, { ...making, fingerprint: 2 })).toBe(750);
    expect(ttl.decide('a', 1_000, { ...making, fingerprint: 2, hits: 0 })).toBe(600);
    expect(ttl.recent.map(({ reason, ttlMs }) => [reason, ttlMs])).toEqual([
      ['unused', 600],
      ['changed', 750],
      ['unchanged', 1_500],
      ['set', 1_000],
    ]);
  });

  it('keeps longer what costs far more than the rest', () => {
    const ttl = new AdaptiveTtl({ spread: 4 });
    for (let i = 0; i < 20; i++) ttl.decide(`cheap ${i}`, 1_000, making);
    expect(ttl.decide('dear', 1_000, { ...making, costMs: 500 })).toBe(1_250);
  });

  it('stays within its bounds, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ costMs: fc.nat(10_000), fingerprint: fc.nat(2), hits: fc.nat(3) }), { maxLength: 50 }),
        (makings) => {
          const ttl = new AdaptiveTtl({ spread: 4 });
          for (const one of makings) {
            const ttlMs = ttl.decide('k', 1_000, one);
            expect(ttlMs).toBeGreaterThanOrEqual(250);
            expect(ttlMs).toBeLessThanOrEqual(4_000);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('leaves times as they are with a spread of 1, and refuses less', () => {
    const ttl = new AdaptiveTtl({ spread: 1 });
    ttl.decide('a', 1_000, making);
    expect(ttl.decide('a', 1_000, { ...making, fingerprint: 9 })).toBe(1_000);
    expect(() => new AdaptiveTtl({ spread: 0.5 })).toThrow(RangeError);
  });
});
