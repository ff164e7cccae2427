import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { PRESSURE_STEPS } from './pressure-gauge.js';
import { PressureActions, pressureActionChanged } from './pressure-actions.js';

function setUp() {
  const relief = new PressureActions();
  const done: string[] = [];
  for (const step of PRESSURE_STEPS) {
    relief.register({
      step,
      owner: `owner of ${step}`,
      apply: (level) => done.push(`${step} at ${level}`),
      revert: () => done.push(`${step} back`),
    });
  }
  return { done, relief };
}

describe('Relief', () => {
  it('takes what is called for in order, and goes on relieving while it lasts', () => {
    const { done, relief } = setUp();
    relief.follow(2, 'elevated');
    relief.follow(2, 'elevated');
    expect(done).toEqual(['caches at elevated', 'idle at elevated', 'caches at elevated', 'idle at elevated']);
    expect(PRESSURE_STEPS.filter((step) => relief.isTaken(step))).toEqual(['caches', 'idle']);
  });

  it('gives back in the reverse order, one step at a time', () => {
    const { done, relief } = setUp();
    relief.follow(3, 'critical');
    done.length = 0;
    relief.follow(0, 'normal');
    relief.follow(0, 'normal');
    relief.follow(0, 'normal');
    relief.follow(0, 'normal');
    expect(done.filter((what) => what.endsWith('back'))).toEqual(['background back', 'idle back', 'caches back']);
    expect(done).not.toContain('background at elevated');
  });

  it('tells of every step it takes and gives up, and counts them', () => {
    const { relief } = setUp();
    const told: string[] = [];
    const unsubscribe = pressureActionChanged.subscribe(({ step, isTaken }) =>
      told.push(`${isTaken ? '+' : '-'}${step}`),
    );
    relief.follow(2, 'elevated');
    relief.follow(1, 'elevated');
    relief.follow(2, 'elevated');
    unsubscribe();
    expect(told).toEqual(['+caches', '+idle', '-idle', '+idle']);
    expect(relief.state.slice(0, 3)).toEqual([
      { step: 'caches', isTaken: true, times: 1 },
      { step: 'idle', isTaken: true, times: 2 },
      { step: 'background', isTaken: false, times: 0 },
    ]);
  });

  it('never takes a step without those before it, whatever is called for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (calls) => {
        const { relief } = setUp();
        for (const steps of calls) {
          relief.follow(steps, 'elevated');
          const taken = PRESSURE_STEPS.map((step) => relief.isTaken(step));
          expect(taken).toEqual(taken.toSorted((a, b) => Number(b) - Number(a)));
          expect(taken.filter(Boolean).length).toBeGreaterThanOrEqual(steps);
        }
      }),
    );
  });
});
