import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { WaitCalibration } from './wait-calibration.js';

/** Numbers in [0, 1) that look random and are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => ((state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0) % 1_000) / 1_000;
}

describe('WaitCalibration', () => {
  it('leaves one wait in twenty below the bound, however far predictions are off', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 0.7, noNaN: true }), fc.integer(), (offBy, seed) => {
        const calibration = new WaitCalibration(0.1);
        const random = numbers(seed);
        const waited = () => 100 * offBy * (0.5 + random());
        for (let i = 0; i < 2_000; i++) calibration.observe(100, waited(), false);
        let below = 0;
        for (let i = 0; i < 2_000; i++) {
          const waitedMs = waited();
          if (waitedMs < 100 * calibration.lowRatio) below++;
          calibration.observe(100, waitedMs, false);
        }
        expect(below / 2_000).toBeLessThanOrEqual(0.1);
      }),
      { numRuns: 50 },
    );
  });

  it('trusts predictions again once waits are as long as predicted', () => {
    const calibration = new WaitCalibration(0.1);
    for (let i = 0; i < 50; i++) calibration.observe(100, 10, false);
    expect(calibration.lowRatio).toBeLessThan(0.2);
    for (let i = 0; i < 1_000; i++) calibration.observe(100, 100, false);
    expect(calibration.lowRatio).toBeGreaterThan(0.9);
  });

  it('learns more from a probe than from another wait', () => {
    const [fromProbe, fromOther] = [new WaitCalibration(0.1), new WaitCalibration(0.1)];
    fromProbe.observe(100, 10, true);
    fromOther.observe(100, 10, false);
    expect(fromProbe.lowRatio).toBeLessThan(fromOther.lowRatio);
  });

  it('stays within its bounds and ignores requests without a predicted wait', () => {
    const calibration = new WaitCalibration(0.1);
    const first = calibration.lowRatio;
    calibration.observe(0, 5, false);
    expect(calibration.lowRatio).toBe(first);
    for (let i = 0; i < 1_000; i++) calibration.observe(100, 0, true);
    expect(calibration.lowRatio).toBe(0.1);
  });
});
