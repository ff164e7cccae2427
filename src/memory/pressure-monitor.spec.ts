import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../common/index.js';

import { PressureMonitor, type PressureLevel } from './pressure-monitor.js';
import { ProcessProbe, type ResourceProbe } from './resource-probe.js';

const OPTIONS = { sampleMs: 1_000, elevatedRatio: 0.8, criticalRatio: 0.92 };

class AdjustableProbe implements ResourceProbe {
  usedRatio = 0;
  isStopped = false;

  read() {
    return {
      residentBytes: 1,
      heapUsedBytes: 1,
      heapLimitBytes: 1_000,
      containerLimitBytes: 1_000,
      containerUsedBytes: this.usedRatio * 1_000,
      eventLoopDelayMs: 0,
    };
  }

  stop() {
    this.isStopped = true;
  }
}

function setUp() {
  const clock = new ManualClock();
  const probe = new AdjustableProbe();
  const monitor = new PressureMonitor(OPTIONS, probe, clock);
  const relief: PressureLevel[] = [];
  monitor.onRelief('cache', (level) => relief.push(level));
  return { clock, probe, monitor, relief };
}

describe('PressureMonitor', () => {
  it('asks for relief at every look while memory is tight', async () => {
    const { clock, probe, monitor, relief } = setUp();
    monitor.start();
    probe.usedRatio = 0.85;
    await clock.advance(2_000);
    probe.usedRatio = 0.95;
    await clock.advance(1_000);
    expect(relief).toEqual(['elevated', 'elevated', 'critical']);
  });

  it('keeps a level until usage is clearly below its threshold', () => {
    const { probe, monitor } = setUp();
    const levels = [0.93, 0.9, 0.88, 0.86, 0.78, 0.74].map((ratio) => {
      probe.usedRatio = ratio;
      return monitor.sample().level;
    });
    expect(levels).toEqual(['critical', 'critical', 'critical', 'elevated', 'elevated', 'normal']);
  });

  it('looks no more once stopped', async () => {
    const { clock, probe, monitor } = setUp();
    monitor.start();
    monitor.stop();
    probe.usedRatio = 0.99;
    await clock.advance(10_000);
    expect(monitor.pressure.level).toBe('normal');
    expect(probe.isStopped).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('ProcessProbe', () => {
  it('reads this very process', () => {
    const probe = new ProcessProbe();
    const reading = probe.read();
    probe.stop();
    expect(reading.residentBytes).toBeGreaterThan(10_000_000);
    expect(reading.heapUsedBytes).toBeLessThan(reading.heapLimitBytes);
  });

  it('knows no container limit where there is no control group', () => {
    const probe = new ProcessProbe('/nowhere');
    expect(probe.read().containerLimitBytes).toBeUndefined();
    probe.stop();
  });
});
