import { describe, expect, it } from '@jest/globals';

import type { PressureMonitor } from '../memory/index.js';

import { ReadinessState } from './readiness.js';

describe('ReadinessState', () => {
  const stateUnder = (level: string, isStalled = false) =>
    new ReadinessState({ pressure: { level } } as unknown as PressureMonitor, { isStalled });

  it('is ready between start and drain', () => {
    const readiness = stateUnder('normal');
    expect([readiness.hasStarted, readiness.current]).toEqual([false, { isReady: false, reason: 'starting' }]);
    readiness.markServing();
    expect([readiness.hasStarted, readiness.current.isReady]).toEqual([true, true]);
    readiness.markDraining();
    expect([readiness.hasStarted, readiness.current]).toEqual([true, { isReady: false, reason: 'draining' }]);
  });

  it.each([
    [stateUnder('critical'), 'out of memory soon'],
    [stateUnder('normal', true), 'event loop stalled'],
  ])('is not ready when it could not serve: %#', (readiness, reason) => {
    readiness.markServing();
    expect(readiness.current).toEqual({ isReady: false, reason });
  });

  it('stays ready under elevated pressure', () => {
    const readiness = stateUnder('elevated');
    readiness.markServing();
    expect(readiness.current.isReady).toBe(true);
  });
});
