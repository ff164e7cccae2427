import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';
import { PressureActions } from '../memory/index.js';

import { ReadinessState } from './readiness.js';

describe('ReadinessState', () => {
  const stateUnder = (steps: number, isStalled = false) => {
    const actions = new PressureActions();
    actions.follow(steps, 'critical');
    return new ReadinessState(actions, { isStalled }, new ManualClock());
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

  it('is away from its neighbours for ten seconds at most, then rejects at the door for a minute', async () => {
    const clock = new ManualClock();
    const loop = { isStalled: true };
    const readiness = new ReadinessState(new PressureActions(), loop, clock);
    readiness.markServing();
    const isReady = () => readiness.notReadyReason === undefined;
    const seen: boolean[] = [];
    for (let second = 0; second < 75; second++) {
      // It comes and goes, as stalls do under load.
      loop.isStalled = second % 3 !== 2;
      seen.push(isReady());
      await clock.advance(1_000);
    }
    const away = seen.filter((ready) => !ready).length;
    expect(away).toBeGreaterThan(5);
    expect(seen.slice(12, 70)).toEqual(Array(58).fill(true));
    loop.isStalled = false;
    expect(isReady()).toBe(true);
    await clock.advance(70_000);
    expect(isReady()).toBe(true);
    loop.isStalled = true;
    expect(isReady()).toBe(false);
  });

  it('stays ready while only patient classes are rejected', () => {
    const readiness = stateUnder(4);
    readiness.markServing();
    expect(readiness.notReadyReason).toBeUndefined();
  });
});
