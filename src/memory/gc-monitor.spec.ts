import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { GcMonitor } from './gc-monitor.js';
import { collectGarbage } from './gc-policy.js';
import { MemoryAccounting } from './memory-accounting.js';

describe('GcMonitor', () => {
  it('averages the time in full collections, so that a single long one counts little', async () => {
    const clock = new ManualClock();
    const monitor = new GcMonitor(clock);
    monitor.record('minor', 100);
    monitor.record('major', 150);
    monitor.record('major', 100);
    await clock.advance(1_000);
    expect(monitor.takeGcTimeRatio()).toBeCloseTo(0.25 * (1 - Math.exp(-0.1)));
    monitor.record('major', 1_200);
    await clock.advance(1_000);
    expect(monitor.takeGcTimeRatio()).toBeLessThan(0.2);
    for (let i = 0; i < 20; i++) {
      monitor.record('major', 700);
      await clock.advance(1_000);
      monitor.takeGcTimeRatio();
    }
    expect(monitor.takeGcTimeRatio()).toBeGreaterThan(0.6);
    expect(monitor.totals).toContainEqual({ kind: 'major', count: 23, totalMs: 15_450, longestMs: 1_200 });
  });

  it('observes the collections of this process', async () => {
    const monitor = new GcMonitor(new ManualClock());
    expect(monitor.retainedBytes).toBeUndefined();
    monitor.start();
    const collected = new Promise<number>((resolve) => {
      monitor.onCollected = resolve;
    });
    collectGarbage(false);
    expect(await collected).toBeGreaterThan(1_000_000);
    monitor.stop();
  });
});

describe('MemoryAccounting', () => {
  it('computes the share of the uses of a pool that created nothing', () => {
    const accounting = new MemoryAccounting();
    const use = { made: 0, uses: 0, available: 0, borrowed: 0 };
    accounting.registerPool('sessions', () => use);
    expect(accounting.pools[0]?.reuseRatio).toBeNull();
    Object.assign(use, { made: 2, uses: 100 });
    expect(accounting.pools).toEqual([{ pool: 'sessions', ...use, reuseRatio: 0.98 }]);
  });
});
