import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { AttemptBudget } from './attempt-budget.js';

describe('AttemptBudget', () => {
  it('gives one extra attempt for ten calls, none in advance', () => {
    const budget = new AttemptBudget(0.1);
    expect(budget.take()).toBe(false);
    for (let i = 0; i < 10; i++) budget.earn();
    expect([budget.take(), budget.take()]).toEqual([true, false]);
  });

  it('never gives more than its share of the calls, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 2_000 }), (steps) => {
        const budget = new AttemptBudget(0.05);
        let calls = 0;
        for (const isCall of steps) {
          if (isCall) {
            calls++;
            budget.earn();
          } else budget.take();
          expect(budget.spent).toBeLessThanOrEqual(calls * 0.05 + 1e-9);
        }
      }),
    );
  });
});
