import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { PressureMonitor, pressureChanged } from './pressure-monitor.js';
import type { MemoryLimit, ResourceProbe } from './resource-probe.js';

const OPTIONS = { sampleMs: 1_000, elevatedRatio: 0.8, criticalRatio: 0.92, rejectRatio: 0.95 };

class AdjustableProbe implements ResourceProbe {
  usedRatio = 0;

  read() {
    const limits: MemoryLimit[] = [
      { source: 'container', limitBytes: 1_000, usedBytes: this.usedRatio * 1_000 },
      { source: 'heap', limitBytes: 1_000, usedBytes: 100 },
    ];
    return {
      limits,
      residentBytes: 1,
      privateBytes: 1,
      heapUsedBytes: 1,
      stallRatio: 0,
      collectingRatio: 0,
      eventLoopDelayMs: 0,
    };
  }
}

function setUp() {
  const clock = new ManualClock();
  const probe = new AdjustableProbe();
  const monitor = new PressureMonitor(OPTIONS, probe, clock);
  return { clock, probe, monitor };
}

describe('PressureMonitor', () => {
  it('asks for relief at every look while memory is tight', async () => {
    const { clock, probe, monitor } = setUp();
    const relief: string[] = [];
    monitor.actions.register({ step: 'caches', owner: 'cache', apply: (level) => relief.push(level) });
    monitor.start();
    probe.usedRatio = 0.85;
    await clock.advance(2_000);
    probe.usedRatio = 0.95;
    await clock.advance(1_000);
    expect(relief).toEqual(['elevated', 'elevated', 'critical']);
  });

  it('judges by the bound that is fullest', () => {
    const { probe, monitor } = setUp();
    expect(monitor.pressure.limit.source).toBe('heap');
    probe.usedRatio = 0.5;
    expect(monitor.sample()).toMatchObject({ usedRatio: 0.5, limit: { source: 'container', usedBytes: 500 } });
  });

  it('tells when the level changes, and only then', () => {
    const { probe, monitor } = setUp();
    const levels: string[] = [];
    const unsubscribe = pressureChanged.subscribe(({ level }) => levels.push(level));
    for (const usedRatio of [0.1, 0.85, 0.86, 0.93, 0.1, 0.1]) {
      probe.usedRatio = usedRatio;
      monitor.sample();
    }
    unsubscribe();
    expect(levels).toEqual(['elevated', 'critical', 'normal']);
  });

  it('looks no more once stopped', async () => {
    const { clock, probe, monitor } = setUp();
    let looks = 0;
    monitor.onSample = () => looks++;
    monitor.start();
    await clock.advance(1_000);
    monitor.stop();
    probe.usedRatio = 0.99;
    await clock.advance(10_000);
    expect(looks).toBe(1);
    expect(monitor.pressure.level).toBe('normal');
    expect(clock.pendingTimers).toBe(0);
  });
});
