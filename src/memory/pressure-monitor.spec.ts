import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { PressureActions } from './pressure-actions.js';
import { PressureMonitor, pressureChanged } from './pressure-monitor.js';
import type { MemoryLimit } from './resource-probe.js';

const OPTIONS = { sampleMs: 1_000, elevatedRatio: 0.8, criticalRatio: 0.92, rejectRatio: 0.95 };

class AdjustableProbe {
  usedRatio = 0;
  heapRatio = 0.1;
  gcTimeRatio = 0;

  read() {
    const limits: MemoryLimit[] = [
      { source: 'container', limitBytes: 1_000, usedBytes: this.usedRatio * 1_000 },
      { source: 'heap', limitBytes: 1_000, usedBytes: this.heapRatio * 1_000 },
    ];
    return {
      limits,
      residentBytes: 1,
      privateBytes: 1,
      heapUsedBytes: 1,
      stallRatio: 0,
      gcTimeRatio: this.gcTimeRatio,
      eventLoopDelayMs: 0,
    };
  }
}

function setUp() {
  const clock = new ManualClock();
  const probe = new AdjustableProbe();
  const actions = new PressureActions();
  const monitor = new PressureMonitor(OPTIONS, actions, probe, clock);
  return { actions, clock, probe, monitor };
}

describe('PressureMonitor', () => {
  it('applies actions at every sample under pressure', async () => {
    const { actions, clock, probe, monitor } = setUp();
    const levels: string[] = [];
    actions.register({ step: 'caches', component: 'cache', apply: (level) => levels.push(level) });
    monitor.start();
    probe.usedRatio = 0.85;
    await clock.advance(2_000);
    probe.usedRatio = 0.95;
    await clock.advance(1_000);
    expect(levels).toEqual(['elevated', 'elevated', 'critical']);
  });

  it('uses the limit that is fullest', () => {
    const { probe, monitor } = setUp();
    expect(monitor.current.limit.source).toBe('heap');
    probe.usedRatio = 0.5;
    expect(monitor.sample()).toMatchObject({ usedRatio: 0.5, limit: { source: 'container', usedBytes: 500 } });
  });

  it('counts the time of collections only when the heap is filling up, not when the machine is slow', () => {
    const { probe, monitor } = setUp();
    probe.gcTimeRatio = 0.5;
    expect(monitor.sample().level).toBe('normal');
    probe.heapRatio = 0.7;
    expect(monitor.sample().level).toBe('elevated');
  });

  it('publishes changes of the level only', () => {
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

  it('stops sampling once stopped', async () => {
    const { clock, probe, monitor } = setUp();
    let samples = 0;
    monitor.onSample = () => samples++;
    monitor.start();
    await clock.advance(1_000);
    monitor.stop();
    probe.usedRatio = 0.99;
    await clock.advance(10_000);
    expect(samples).toBe(1);
    expect(monitor.current.level).toBe('normal');
    expect(clock.pendingTimers).toBe(0);
  });
});
