import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../common/index.js';
import type { PressureMonitor } from '../memory/index.js';

import type { Admission, AdmissionPressure } from './admission.js';
import { PressureFeed } from './pressure-feed.js';

function setUp() {
  const clock = new ManualClock();
  const memory = { level: 'normal', usedRatio: 0.1 };
  const said: AdmissionPressure[] = [];
  const admission = { setPressure: (pressure: AdmissionPressure) => said.push(pressure) } as unknown as Admission;
  const monitor = {
    get pressure() {
      return memory;
    },
  } as unknown as PressureMonitor;
  return {
    clock,
    feed: new PressureFeed({ stallMs: 250, refuseRatio: 0.95 }, admission, monitor, clock),
    memory,
    said,
  };
}

describe('PressureFeed', () => {
  it('tells of a stall of the event loop, and half a second later that it is over', async () => {
    const { clock, feed, said } = setUp();
    feed.look(249);
    feed.look(250);
    await clock.advance(499);
    feed.look(0);
    await clock.advance(1);
    feed.look(0);
    expect(said).toEqual(['none', 'high', 'high', 'none']);
  });

  it('tells how much memory is left', () => {
    const { feed, memory, said } = setUp();
    for (const now of [
      { level: 'elevated', usedRatio: 0.85 },
      { level: 'critical', usedRatio: 0.93 },
      { level: 'critical', usedRatio: 0.96 },
    ]) {
      Object.assign(memory, now);
      feed.look(0);
    }
    expect(said).toEqual(['none', 'high', 'extreme']);
  });

  it('does not take the stalls of its own start for load', async () => {
    const { clock, feed, said } = setUp();
    feed.start();
    feed.look(400);
    await clock.advance(50);
    feed.look(400);
    feed.stop();
    expect(said).toEqual(['none', 'none', 'high']);
  });

  it('looks until it is stopped', async () => {
    const { clock, feed, said } = setUp();
    feed.start();
    await clock.advance(200);
    feed.stop();
    await clock.advance(200);
    expect(said).toHaveLength(4);
    expect(clock.pendingTimers).toBe(0);
  });
});
