import { describe, expect, it } from '@jest/globals';

import { OfferedWork } from './offered-work.js';

describe('OfferedWork', () => {
  it('drains as time passes, and never below zero', () => {
    const offered = new OfferedWork(3_000);
    offered.add(0, 500);
    offered.add(100, 50);
    expect(offered.backlogMs(100)).toBe(450);
    expect(offered.backlogMs(400)).toBe(150);
    expect(offered.backlogMs(4_000)).toBe(0);
    offered.add(5_000, 10);
    expect(offered.backlogMs(5_000)).toBe(10);
  });

  it('grows while more is offered than time passes, up to a bound, so that an overload is forgotten', () => {
    const offered = new OfferedWork(3_000);
    for (let now = 0; now < 60_000; now += 10) offered.add(now, 30);
    const backlogMs = offered.backlogMs(60_000);
    expect(backlogMs).toBeGreaterThan(3_000);
    expect(offered.backlogMs(60_000 + backlogMs)).toBe(0);
    expect(backlogMs).toBeLessThanOrEqual(6_000);
  });
});
