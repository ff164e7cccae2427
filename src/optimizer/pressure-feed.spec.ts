import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../common/index.js';
import { EventLoopWatch, type PressureMonitor } from '../memory/index.js';

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
  const eventLoop = new EventLoopWatch({ stallMs: 250 }, clock);
  const feed = new PressureFeed({ refuseRatio: 0.95 }, admission, monitor, eventLoop);
  return { eventLoop, feed, memory, said };
}

describe('PressureFeed', () => {
  it('tells of a stall of the event loop until it is told to stop', () => {
    const { eventLoop, feed, said } = setUp();
    feed.start();
    eventLoop.look(0);
    eventLoop.look(250);
    feed.stop();
    eventLoop.look(0);
    expect(said).toEqual(['none', 'high']);
  });

  it('tells how much memory is left', () => {
    const { feed, memory, said } = setUp();
    for (const now of [
      { level: 'elevated', usedRatio: 0.85 },
      { level: 'critical', usedRatio: 0.93 },
      { level: 'critical', usedRatio: 0.96 },
    ]) {
      Object.assign(memory, now);
      feed.look();
    }
    expect(said).toEqual(['none', 'high', 'extreme']);
  });
});
