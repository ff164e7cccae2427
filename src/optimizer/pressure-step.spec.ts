import { describe, expect, it } from '@jest/globals';

import { PressureActions } from '../memory/index.js';

import { admissionStep } from './pressure-step.js';

describe('admissionStep', () => {
  it('is the last active step that concerns admission', () => {
    const actions = new PressureActions();
    const steps = [0, 1, 2, 3, 4, 5].map((active) => {
      actions.follow(active, 'elevated');
      return admissionStep(actions, { isStalled: false });
    });
    expect(steps).toEqual([undefined, undefined, undefined, 'background', 'classes', 'refusal']);
  });

  it('rejects patient classes while the event loop is stalled, whatever the memory', () => {
    expect(admissionStep(new PressureActions(), { isStalled: true })).toBe('classes');
  });
});
