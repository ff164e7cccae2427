import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { PressureGauge, PRESSURE_STEPS, type PressureSample } from './pressure-gauge.js';

const THRESHOLDS = { elevatedRatio: 0.8, criticalRatio: 0.92, rejectRatio: 0.95 };
const CALM: PressureSample = { usedRatio: 0, stallRatio: 0, gcTimeRatio: 0 };

const share = fc.double({ min: 0, max: 1.2, noNaN: true });
const anySample = fc.record({ usedRatio: share, stallRatio: share, gcTimeRatio: share });

function gaugeAfter(samples: readonly PressureSample[]): PressureGauge {
  const gauge = new PressureGauge(THRESHOLDS);
  for (const each of samples) gauge.sample(each);
  return gauge;
}

describe('PressureGauge', () => {
  it.each([
    [0.79, 0, 'normal'],
    [0.8, 1, 'elevated'],
    [0.85, 2, 'elevated'],
    [0.89, 3, 'elevated'],
    [0.92, 4, 'critical'],
    [0.95, 5, 'critical'],
  ])('calls for the steps of a used ratio: %f, %d steps, %s', (usedRatio, steps, level) => {
    const gauge = gaugeAfter([{ ...CALM, usedRatio }]);
    expect([gauge.steps, gauge.level]).toEqual([steps, level]);
  });

  it('holds a level until usage is clearly below its threshold', () => {
    const gauge = new PressureGauge(THRESHOLDS);
    const levels = [0.93, 0.9, 0.88, 0.86, 0.78, 0.74].map((usedRatio) => {
      gauge.sample({ ...CALM, usedRatio });
      return gauge.level;
    });
    expect(levels).toEqual(['critical', 'critical', 'critical', 'elevated', 'elevated', 'normal']);
  });

  it('counts waiting for memory and time in garbage collections as pressure, but not up to rejecting all requests', () => {
    for (const sign of ['stallRatio', 'gcTimeRatio'] as const) {
      expect(gaugeAfter([{ ...CALM, [sign]: 0.1 }]).level).toBe('normal');
      expect(gaugeAfter([{ ...CALM, [sign]: 0.2 }]).level).toBe('elevated');
      expect(gaugeAfter([{ ...CALM, [sign]: 0.6 }]).level).toBe('critical');
      expect(gaugeAfter([{ ...CALM, [sign]: 1 }]).steps).toBe(PRESSURE_STEPS.indexOf('classes') + 1);
    }
  });

  it('never calls for fewer steps under more pressure', () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 10 }), anySample, anySample, (before, one, more) => {
        const larger = {
          usedRatio: Math.max(one.usedRatio, more.usedRatio),
          stallRatio: Math.max(one.stallRatio, more.stallRatio),
          gcTimeRatio: Math.max(one.gcTimeRatio, more.gcTimeRatio),
        };
        expect(gaugeAfter([...before, larger]).steps).toBeGreaterThanOrEqual(gaugeAfter([...before, one]).steps);
      }),
    );
  });

  it('does not flap: fluctuation within the hysteresis changes it at most once, and upwards', () => {
    const middle = fc.double({ min: 0, max: 1, noNaN: true });
    const wavering = fc.array(fc.double({ min: -0.0249, max: 0.0249, noNaN: true }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(middle, wavering, (around, offsets) => {
        const gauge = new PressureGauge(THRESHOLDS);
        const steps = offsets.map((offset) => {
          gauge.sample({ ...CALM, usedRatio: around + offset });
          return gauge.steps;
        });
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
      }),
    );
  });

  it('rejects thresholds out of order', () => {
    expect(() => new PressureGauge({ ...THRESHOLDS, elevatedRatio: 0.93 })).toThrow(RangeError);
    expect(() => new PressureGauge({ ...THRESHOLDS, rejectRatio: 0.9 })).toThrow(RangeError);
  });
});
