import { describe, expect, it } from '@jest/globals';

import { Deadline, DeadlineExceededError } from './deadline.js';
import { ManualClock } from './manual-clock.js';
import { every, sleep } from './timers.js';

describe('sleep', () => {
  it('resolves when the time is over', async () => {
    const clock = new ManualClock();
    let isOver = false;
    void sleep(clock, 100).then(() => (isOver = true));
    await clock.advance(99);
    expect(isOver).toBe(false);
    await clock.advance(1);
    expect(isOver).toBe(true);
  });

  it('rejects at an earlier deadline, and leaves no timer', async () => {
    const clock = new ManualClock();
    using deadline = Deadline.after(clock, 50);
    const slept = sleep(clock, 100, deadline).catch((error: unknown) => error);
    await clock.advance(50);
    expect(await slept).toBeInstanceOf(DeadlineExceededError);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('every', () => {
  it('calls again after each call has ended, also when it rejects', async () => {
    const clock = new ManualClock();
    const calls: number[] = [];
    const stop = every(clock, 100, async () => {
      calls.push(clock.now());
      await sleep(clock, 50);
      throw new Error('fails');
    });
    await clock.advance(400);
    expect(calls).toEqual([100, 250, 400]);
    stop();
    await clock.advance(1_000);
    expect(calls).toHaveLength(3);
    expect(clock.pendingTimers).toBe(0);
  });

  it('calls nothing after it is stopped from within a call', async () => {
    const clock = new ManualClock();
    let calls = 0;
    const stop = every(clock, 10, () => {
      calls++;
      stop();
    });
    await clock.advance(100);
    expect(calls).toBe(1);
  });
});
