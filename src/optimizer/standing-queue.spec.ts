import { describe, expect, it } from '@jest/globals';

import { DrainRate } from './drain-rate.js';
import { StandingQueue } from './standing-queue.js';

describe('StandingQueue', () => {
  it('stands once every wait has been too long for an interval, until one is not', () => {
    const queue = new StandingQueue({ targetMs: 20, intervalMs: 100 });
    queue.left(0, 30);
    queue.left(99, 30);
    expect(queue.isStanding(99)).toBe(false);
    expect(queue.isStanding(100)).toBe(true);
    queue.left(110, 19);
    expect(queue.isStanding(110)).toBe(false);
  });

  it('stands again at once shortly after, and not later', () => {
    const queue = new StandingQueue({ targetMs: 20, intervalMs: 100 });
    queue.left(0, 30);
    queue.left(100, 0);
    queue.left(200, 30);
    expect(queue.isStanding(200)).toBe(true);
    queue.left(210, 0);
    queue.left(2_000, 30);
    expect(queue.isStanding(2_000)).toBe(false);
  });
});

describe('DrainRate', () => {
  it('follows the time between two that leave while others wait', () => {
    const rate = new DrainRate(5);
    for (let now = 0; now <= 1_000; now += 10) rate.left(now, true);
    expect(rate.intervalMs).toBeCloseTo(10, 1);
  });

  it('counts no time in which nobody waited, and no pause for more than a few', () => {
    const rate = new DrainRate(5);
    rate.left(0, false);
    rate.left(60_000, true);
    expect(rate.intervalMs).toBe(5);
    rate.left(120_000, true);
    expect(rate.intervalMs).toBeLessThan(8);
  });
});
