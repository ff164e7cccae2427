import { describe, expect, it } from '@jest/globals';

import { PressureActions } from '../memory/index.js';

import { ReadinessState } from './readiness.js';

describe('ReadinessState', () => {
  const stateUnder = (steps: number, isStalled = false) => {
    const actions = new PressureActions();
    actions.follow(steps, 'critical');
    return new ReadinessState(actions, { isStalled });
  };

  it('is ready between start and drain', () => {
    const readiness = stateUnder(0);
    expect([readiness.hasStarted, readiness.notReadyReason]).toEqual([false, 'starting']);
    readiness.markServing();
    expect([readiness.hasStarted, readiness.notReadyReason]).toEqual([true, undefined]);
    readiness.markDraining();
    expect([readiness.hasStarted, readiness.notReadyReason]).toEqual([true, 'draining']);
  });

  it.each([
    [stateUnder(5), 'out of memory soon'],
    [stateUnder(0, true), 'event loop stalled'],
  ])('is not ready when it could not serve: %#', (readiness, reason) => {
    readiness.markServing();
    expect(readiness.notReadyReason).toBe(reason);
  });

  it('stays ready while only patient classes are rejected', () => {
    const readiness = stateUnder(4);
    readiness.markServing();
    expect(readiness.notReadyReason).toBeUndefined();
  });
});
