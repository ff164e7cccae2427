import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';
import { EventLoopMonitor, PRESSURE_STEPS, type PressureMonitor, type PressureStep } from '../memory/index.js';

import type { Admission, AdmissionPressure } from './admission.js';
import { PressureFeed } from './pressure-feed.js';

function setUp() {
  const clock = new ManualClock();
  const memory = { steps: 0 };
  const said: AdmissionPressure[] = [];
  const admission = { setPressure: (pressure: AdmissionPressure) => said.push(pressure) } as unknown as Admission;
  const relief = { isTaken: (step: PressureStep) => PRESSURE_STEPS.indexOf(step) < memory.steps };
  const eventLoop = new EventLoopMonitor({ stallMs: 250 }, clock);
  const feed = new PressureFeed(admission, { actions: relief } as unknown as PressureMonitor, eventLoop);
  return { eventLoop, feed, memory, said };
}

describe('PressureFeed', () => {
  it('tells of a stall of the event loop until it is told to stop', () => {
    const { eventLoop, feed, said } = setUp();
    feed.start();
    eventLoop.sample(0);
    eventLoop.sample(250);
    feed.stop();
    eventLoop.sample(0);
    expect(said).toEqual(['none', 'high']);
  });

  it('tells which steps of relief are taken', () => {
    const { feed, memory, said } = setUp();
    for (const steps of [0, 1, 2, 3, 4, 5]) {
      memory.steps = steps;
      feed.look();
    }
    expect(said).toEqual(['none', 'none', 'none', 'raised', 'high', 'extreme']);
  });
});
