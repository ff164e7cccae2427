import { describe, expect, it } from '@jest/globals';

import type { PressureMonitor } from '../memory/index.js';

import { ReadinessState } from './readiness.js';

describe('ReadinessState', () => {
  const pressureOf = (level: string, eventLoopDelayMs = 0) =>
    ({ pressure: { level, reading: { eventLoopDelayMs } } }) as unknown as PressureMonitor;

  it('is ready between start and drain', () => {
    const readiness = new ReadinessState(pressureOf('normal'));
    expect([readiness.hasStarted, readiness.current]).toEqual([false, { isReady: false, reason: 'starting' }]);
    readiness.markServing();
    expect([readiness.hasStarted, readiness.current.isReady]).toEqual([true, true]);
    readiness.markDraining();
    expect([readiness.hasStarted, readiness.current]).toEqual([true, { isReady: false, reason: 'draining' }]);
  });

  it.each([
    [pressureOf('critical'), 'out of memory soon'],
    [pressureOf('normal', 600), 'event loop stalled'],
  ])('is not ready when it could not serve: %#', (pressure, reason) => {
    const readiness = new ReadinessState(pressure);
    readiness.markServing();
    expect(readiness.current).toEqual({ isReady: false, reason });
  });

  it('stays ready under elevated pressure', () => {
    const readiness = new ReadinessState(pressureOf('elevated'));
    readiness.markServing();
    expect(readiness.current.isReady).toBe(true);
  });
});
