import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../common/index.js';

import { EventLoopWatch } from './event-loop-watch.js';

describe('EventLoopWatch', () => {
  it('remembers a stall for half a second', async () => {
    const clock = new ManualClock();
    const watch = new EventLoopWatch({ stallMs: 250 }, clock);
    watch.look(249);
    expect(watch.isStalled).toBe(false);
    watch.look(250);
    await clock.advance(499);
    expect(watch.isStalled).toBe(true);
    await clock.advance(1);
    expect(watch.isStalled).toBe(false);
  });

  it('does not take the stalls of its own start for load', async () => {
    const clock = new ManualClock();
    const watch = new EventLoopWatch({ stallMs: 250 }, clock);
    watch.start();
    watch.look(400);
    expect(watch.isStalled).toBe(false);
    await clock.advance(50);
    watch.look(400);
    expect(watch.isStalled).toBe(true);
    watch.stop();
  });

  it('looks until it is stopped', async () => {
    const clock = new ManualClock();
    const watch = new EventLoopWatch({ stallMs: 250 }, clock);
    let looks = 0;
    watch.onLook = () => looks++;
    watch.start();
    await clock.advance(200);
    watch.stop();
    await clock.advance(200);
    expect(looks).toBe(4);
    expect(clock.pendingTimers).toBe(0);
  });
});
