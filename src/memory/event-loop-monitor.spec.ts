import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { EventLoopMonitor } from './event-loop-monitor.js';

describe('EventLoopWatch', () => {
  it('remembers a stall for half a second', async () => {
    const clock = new ManualClock();
    const watch = new EventLoopMonitor({ stallMs: 250 }, clock);
    watch.sample(249);
    expect(watch.isStalled).toBe(false);
    watch.sample(250);
    await clock.advance(499);
    expect(watch.isStalled).toBe(true);
    await clock.advance(1);
    expect(watch.isStalled).toBe(false);
  });

  it('does not take the stalls of its own start for load', async () => {
    const clock = new ManualClock();
    const watch = new EventLoopMonitor({ stallMs: 250 }, clock);
    watch.start();
    watch.sample(400);
    expect(watch.isStalled).toBe(false);
    await clock.advance(50);
    watch.sample(400);
    expect(watch.isStalled).toBe(true);
    watch.stop();
  });

  it('looks until it is stopped', async () => {
    const clock = new ManualClock();
    const watch = new EventLoopMonitor({ stallMs: 250 }, clock);
    let looks = 0;
    watch.onSample = () => looks++;
    watch.start();
    await clock.advance(200);
    watch.stop();
    await clock.advance(200);
    expect(looks).toBe(4);
    expect(clock.pendingTimers).toBe(0);
  });
});
