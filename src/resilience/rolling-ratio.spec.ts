import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { RollingRatio } from './rolling-ratio.js';

describe('RollingRatio', () => {
  it('forgets what has left the window, a tenth at a time', async () => {
    const clock = new ManualClock();
    const slow = new RollingRatio(1_000, clock);
    for (let i = 0; i < 4; i++) slow.countOne();
    slow.countHit();
    expect([slow.count, slow.ratio]).toEqual([4, 0.25]);
    await clock.advance(500);
    for (let i = 0; i < 2; i++) slow.countOne();
    slow.countHit();
    expect([slow.count, slow.ratio]).toEqual([6, 2 / 6]);
    await clock.advance(500);
    expect([slow.count, slow.ratio]).toEqual([2, 0.5]);
    await clock.advance(5_000);
    expect([slow.count, slow.ratio]).toEqual([0, 0]);
  });
});
