import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { EventLoopMonitor } from './event-loop-monitor.js';

describe('EventLoopMonitor', () => {
  it('remembers a stall for half a second', async () => {
    const clock = new ManualClock();
    const monitor = new EventLoopMonitor({ stallMs: 250 }, clock);
    monitor.sample(249);
    expect(monitor.isStalled).toBe(false);
    monitor.sample(250);
    await clock.advance(499);
    expect(monitor.isStalled).toBe(true);
    await clock.advance(1);
    expect(monitor.isStalled).toBe(false);
  });

  it('ignores stalls during the start of the process', async () => {
    const clock = new ManualClock();
    const monitor = new EventLoopMonitor({ stallMs: 250 }, clock);
    monitor.start();
    monitor.sample(400);
    expect(monitor.isStalled).toBe(false);
    await clock.advance(50);
    monitor.sample(400);
    expect(monitor.isStalled).toBe(true);
    monitor.stop();
  });

  it('samples until it is stopped', async () => {
    const clock = new ManualClock();
    const monitor = new EventLoopMonitor({ stallMs: 250 }, clock);
    let samples = 0;
    monitor.onSample = () => samples++;
    monitor.start();
    await clock.advance(200);
    monitor.stop();
    await clock.advance(200);
    expect(samples).toBe(4);
    expect(clock.pendingTimers).toBe(0);
  });
});
