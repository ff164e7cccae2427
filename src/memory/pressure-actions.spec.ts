import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { PRESSURE_STEPS } from './pressure-gauge.js';
import { PressureActions, pressureActionChanged } from './pressure-actions.js';

function setUp() {
  const actions = new PressureActions();
  const done: string[] = [];
  for (const step of PRESSURE_STEPS) {
    actions.register({
      step,
      component: `component of ${step}`,
      apply: (level) => done.push(`${step} at ${level}`),
      revert: () => done.push(`${step} back`),
    });
  }
  return { actions, done };
}

describe('PressureActions', () => {
  it('activates steps in order, and applies their actions at every sample', () => {
    const { actions, done } = setUp();
    actions.follow(2, 'elevated');
    actions.follow(2, 'elevated');
    expect(done).toEqual(['caches at elevated', 'idle at elevated', 'caches at elevated', 'idle at elevated']);
    expect(PRESSURE_STEPS.filter((step) => actions.isActive(step))).toEqual(['caches', 'idle']);
  });

  it('ends steps in the reverse order, one at a time', () => {
    const { actions, done } = setUp();
    actions.follow(3, 'critical');
    done.length = 0;
    actions.follow(0, 'normal');
    actions.follow(0, 'normal');
    actions.follow(0, 'normal');
    actions.follow(0, 'normal');
    expect(done.filter((what) => what.endsWith('back'))).toEqual(['background back', 'idle back', 'caches back']);
    expect(done).not.toContain('background at elevated');
  });

  it('publishes every change of a step, and counts activations', () => {
    const { actions } = setUp();
    const published: string[] = [];
    const unsubscribe = pressureActionChanged.subscribe(({ step, isActive }) =>
      published.push(`${isActive ? '+' : '-'}${step}`),
    );
    actions.follow(2, 'elevated');
    actions.follow(1, 'elevated');
    actions.follow(2, 'elevated');
    unsubscribe();
    expect(published).toEqual(['+caches', '+idle', '-idle', '+idle']);
    expect(actions.state.slice(0, 3)).toEqual([
      { step: 'caches', isTaken: true, times: 1 },
      { step: 'idle', isTaken: true, times: 2 },
      { step: 'background', isTaken: false, times: 0 },
    ]);
  });

  it('never activates a step without those before it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (calls) => {
        const { actions } = setUp();
        for (const steps of calls) {
          actions.follow(steps, 'elevated');
          const active = PRESSURE_STEPS.map((step) => actions.isActive(step));
          expect(active).toEqual(active.toSorted((a, b) => Number(b) - Number(a)));
          expect(active.filter(Boolean).length).toBeGreaterThanOrEqual(steps);
        }
      }),
    );
  });
});
