import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { PoolTuner } from './pool-tuner.js';

describe('PoolTuner', () => {
  const setUp = () => {
    const clock = new ManualClock();
    const pool = { waitingCount: 0, idleCount: 0, totalCount: 2, options: { max: 50 } };
    const tuner = new PoolTuner({ minConnections: 2, maxConnections: 4 }, pool, clock);
    tuner.start();
    return { clock, pool, tuner };
  };

  it('adds one connection at each look while somebody waits, and none beyond the bound', async () => {
    const { clock, pool } = setUp();
    expect(pool.options.max).toBe(2);
    pool.waitingCount = 3;
    await clock.advance(250);
    expect(pool.options.max).toBe(3);
    await clock.advance(2_500);
    expect(pool.options.max).toBe(4);
  });

  it('gives one up after five seconds in which one was idle, and keeps the least', async () => {
    const { clock, pool } = setUp();
    pool.waitingCount = 1;
    await clock.advance(1_000);
    Object.assign(pool, { waitingCount: 0, totalCount: 4, idleCount: 1 });
    await clock.advance(4_750);
    expect(pool.options.max).toBe(4);
    await clock.advance(250);
    expect(pool.options.max).toBe(3);
    await clock.advance(20_000);
    expect(pool.options.max).toBe(2);
  });

  it('leaves a pool alone all of which is in use, and stops when told', async () => {
    const { clock, pool, tuner } = setUp();
    pool.waitingCount = 1;
    await clock.advance(500);
    Object.assign(pool, { waitingCount: 0, totalCount: 4 });
    await clock.advance(30_000);
    expect(pool.options.max).toBe(4);
    tuner.stop();
    expect(clock.pendingTimers).toBe(0);
  });
});
