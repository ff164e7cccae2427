import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../common/index.js';

import type { Admission } from './admission.js';
import { OverloadedError } from './optimizer.errors.js';
import { OverloadGate } from './overload-gate.js';

const INTERVAL_MS = 250;

function setUp() {
  const clock = new ManualClock();
  const admission = { throttle: () => new OverloadedError(10) } as unknown as Admission;
  const gate = new OverloadGate(admission, clock);
  /** Sends `offered` requests, of which at most `room` are let in behind the gate; gives how many passed the gate. */
  const interval = async (offered: number, room: number, requestClass: 'strategic' | 'critical' = 'strategic') => {
    let passed = 0;
    for (let i = 0; i < offered; i++) {
      const entry = gate.enter(requestClass, 'Bearer a');
      if (entry instanceof OverloadedError) continue;
      gate.answered(entry, passed++ >= room);
    }
    await clock.advance(INTERVAL_MS);
    return passed;
  };
  return { clock, gate, interval };
}

describe('OverloadGate', () => {
  it('lets everything pass while nothing is shed', async () => {
    const { interval } = setUp();
    for (let i = 0; i < 3; i++) expect(await interval(500, 500)).toBe(500);
  });

  it('lets about as many pass as are let in, once some are shed', async () => {
    const { interval } = setUp();
    await interval(500, 50);
    for (let i = 0; i < 5; i++) {
      const passed = await interval(500, 50);
      expect(passed).toBeGreaterThan(50);
      expect(passed).toBeLessThanOrEqual(67);
    }
  });

  it('opens again as fast as there is room, and at once when few come', async () => {
    const { interval } = setUp();
    await interval(500, 10);
    expect(await interval(500, 500)).toBeLessThan(30);
    expect(await interval(500, 500)).toBeLessThan(80);
    for (let i = 0; i < 5; i++) await interval(500, 500);
    expect(await interval(500, 500)).toBe(500);
    await interval(500, 10);
    await interval(5, 500);
    expect(await interval(500, 500)).toBe(500);
  });

  it('never stops critical, nor another caller', async () => {
    const { gate, interval } = setUp();
    await interval(100, 1, 'critical');
    expect(await interval(100, 1, 'critical')).toBe(100);
    await interval(100, 1);
    expect(await interval(100, 1)).toBeLessThan(100);
    expect(gate.enter('strategic', 'Bearer b')).not.toBeInstanceOf(OverloadedError);
  });
});
