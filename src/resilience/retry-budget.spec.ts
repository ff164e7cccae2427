import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { RetryBudget } from './retry-budget.js';

describe('RetryBudget', () => {
  it('allows one extra attempt for ten calls, and none in advance', () => {
    const budget = new RetryBudget(0.1);
    expect(budget.trySpend()).toBe(false);
    for (let i = 0; i < 10; i++) budget.earn();
    expect([budget.trySpend(), budget.trySpend()]).toEqual([true, false]);
  });

  it('never allows more than its share of the calls, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 2_000 }), (steps) => {
        const budget = new RetryBudget(0.05);
        let calls = 0;
        for (const isCall of steps) {
          if (isCall) {
            calls++;
            budget.earn();
          } else budget.trySpend();
          expect(budget.spent).toBeLessThanOrEqual(calls * 0.05 + 1e-9);
        }
      }),
    );
  });

  it('rejects a ratio outside 0 to 1', () => {
    expect(() => new RetryBudget(2)).toThrow(RangeError);
  });
});
