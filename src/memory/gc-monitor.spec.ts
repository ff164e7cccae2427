import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { GcMonitor } from './gc-monitor.js';
import { collectGarbage } from './housekeeping.js';
import { MemoryAccounting } from './memory-accounting.js';

describe('GarbageWatch', () => {
  it('takes collecting again and again for a sign, one long collection for none', async () => {
    const clock = new ManualClock();
    const watch = new GcMonitor(clock);
    watch.note('minor', 100);
    watch.note('major', 150);
    watch.note('major', 100);
    await clock.advance(1_000);
    expect(watch.takeGcTimeRatio()).toBeCloseTo(0.25 * (1 - Math.exp(-0.1)));
    watch.note('major', 1_200);
    await clock.advance(1_000);
    expect(watch.takeGcTimeRatio()).toBeLessThan(0.2);
    for (let i = 0; i < 20; i++) {
      watch.note('major', 700);
      await clock.advance(1_000);
      watch.takeGcTimeRatio();
    }
    expect(watch.takeGcTimeRatio()).toBeGreaterThan(0.6);
    expect(watch.tallies).toContainEqual({ kind: 'major', count: 23, totalMs: 15_450, longestMs: 1_200 });
  });

  it('follows the collections of this very process', async () => {
    const watch = new GcMonitor(new ManualClock());
    expect(watch.retainedBytes).toBeUndefined();
    watch.start();
    const collected = new Promise<number>((resolve) => {
      watch.onCollected = resolve;
    });
    collectGarbage(false);
    expect(await collected).toBeGreaterThan(1_000_000);
    watch.stop();
  });
});

describe('MemoryOwners', () => {
  it('tells what share of the uses of a pool needed nothing to be made', () => {
    const owners = new MemoryAccounting();
    const use = { made: 0, uses: 0, available: 0, borrowed: 0 };
    owners.registerPool('sessions', () => use);
    expect(owners.pools[0]?.reuseRatio).toBeNull();
    Object.assign(use, { made: 2, uses: 100 });
    expect(owners.pools).toEqual([{ pool: 'sessions', ...use, reuseRatio: 0.98 }]);
  });
});
