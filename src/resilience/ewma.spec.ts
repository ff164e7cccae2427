import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { Ewma, PeakEwma } from './ewma.js';

describe('Ewma', () => {
  it('begins with its first sample, and moves by its weight', () => {
    const mean = new Ewma(0.1);
    expect(mean.value).toBeUndefined();
    mean.observe(100);
    mean.observe(200);
    expect(mean.value).toBe(110);
  });
});

describe('PeakEwma', () => {
  it('rises at once, falls gradually, and decays while nothing is observed', async () => {
    const clock = new ManualClock();
    const latency = new PeakEwma(clock, 10_000);
    latency.observe(100);
    latency.observe(1_000);
    expect(latency.ms).toBe(1_000);
    await clock.advance(1_000);
    latency.observe(100);
    expect(latency.ms).toBeGreaterThan(800);
    const before = latency.ms;
    await clock.advance(10_000);
    expect(latency.ms).toBeCloseTo(before / Math.E, 5);
  });
});
