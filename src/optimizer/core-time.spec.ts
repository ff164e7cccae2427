import { describe, expect, it } from '@jest/globals';

import { CoreTime, MeanTime } from './core-time.js';

describe('CoreTime', () => {
  it('charges a request for the time it is worked on, not for that of others', () => {
    const core = new CoreTime();
    const [first, second] = [{ ms: 0 }, { ms: 0 }];
    core.workOn(first, 0);
    core.pause(3, false);
    core.workOn(second, 10);
    core.workOn(first, 14);
    expect([core.settle(first, 20), core.settle(second, 20)]).toEqual([9, 4]);
  });

  it('charges the next request for what happens between two of them, while requests wait', () => {
    const core = new CoreTime();
    const [first, second, third] = [{ ms: 0 }, { ms: 0 }, { ms: 0 }];
    core.workOn(first, 0);
    core.pause(5, true);
    core.workOn(second, 7);
    core.pause(9, false);
    core.workOn(third, 100);
    expect([core.settle(second, 101), core.settle(third, 101)]).toEqual([4, 1]);
  });

  it('begins again at zero once the account is settled', () => {
    const core = new CoreTime();
    const account = { ms: 0 };
    core.workOn(account, 0);
    expect([core.settle(account, 2), core.settle(account, 7)]).toEqual([2, 5]);
  });
});

describe('MeanTime', () => {
  it('lets one pause of the machine count for a few times the mean', () => {
    const time = new MeanTime(10);
    time.observe(10_000);
    expect(time.ms).toBeLessThan(15);
    for (let i = 0; i < 60; i++) time.observe(20);
    expect(time.ms).toBeCloseTo(20, 0);
  });
});
