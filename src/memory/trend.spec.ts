import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { trendOf, type Point } from './trend.js';

describe('trendOf', () => {
  it('finds a line whatever a fifth of the points says', () => {
    const line = fc.record({ slope: fc.integer({ min: -50, max: 50 }), offset: fc.integer({ min: -100, max: 100 }) });
    const wild = fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(line, wild, ({ slope, offset }, outliers) => {
        const points = Array.from({ length: 20 }, (_, x): Point => [x, offset + slope * x]);
        for (const [i, outlier] of outliers.entries()) points[i * 5 + 2] = [i * 5 + 2, outlier];
        expect(trendOf(points).slope).toBe(slope);
        expect(trendOf(points).at(100)).toBe(offset + slope * 100);
      }),
    );
  });

  it('tells how surely they go one way', () => {
    const tauOf = (ys: number[]) => trendOf(ys.map((y, x): Point => [x, y])).tau;
    expect(tauOf([1, 2, 3, 4])).toBe(1);
    expect(tauOf([4, 3, 2, 1])).toBe(-1);
    expect(tauOf([1, 9, 1, 9, 1])).toBe(0);
    expect(tauOf([5])).toBe(0);
  });
});
