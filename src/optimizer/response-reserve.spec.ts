import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ResponseReserve } from './response-reserve.js';

const BOUNDS = { minMs: 10, maxMs: 60 };

describe('ResponseReserve', () => {
  it('starts half-way between its bounds, and decays to the lower one while replies are quick', () => {
    const reserve = new ResponseReserve(BOUNDS);
    expect(reserve.ms).toBe(35);
    for (let i = 0; i < 50; i++) reserve.observe(2);
    expect(reserve.ms).toBeGreaterThan(25);
    for (let i = 0; i < 1_000; i++) reserve.observe(2);
    expect(reserve.ms).toBe(10);
  });

  it('covers the time of replies and its variation', () => {
    const reserve = new ResponseReserve(BOUNDS);
    for (let i = 0; i < 100; i++) reserve.observe(i % 2 === 0 ? 10 : 20);
    expect(reserve.ms).toBeGreaterThan(20);
    expect(reserve.ms).toBeLessThan(50);
    for (let i = 0; i < 1_000; i++) reserve.observe(3);
    expect(reserve.ms).toBe(10);
  });

  it('remembers the slowest of the latest replies', () => {
    const reserve = new ResponseReserve(BOUNDS);
    for (let i = 0; i < 1_000; i++) reserve.observe(i === 900 ? 25 : 1);
    expect(reserve.ms).toBeGreaterThan(20);
    for (let i = 0; i < 1_000; i++) reserve.observe(1);
    expect(reserve.ms).toBe(10);
  });

  it('forgets a reply that took seconds as soon as one that took its maximum', () => {
    const reserve = new ResponseReserve(BOUNDS);
    reserve.observe(10_000);
    for (let i = 0; i < 1_000; i++) reserve.observe(1);
    expect(reserve.ms).toBe(10);
  });

  it('stays within its bounds whatever is observed', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100_000, noNaN: true })), (samples) => {
        const reserve = new ResponseReserve(BOUNDS);
        for (const sample of samples) reserve.observe(sample);
        expect(reserve.ms).toBeGreaterThanOrEqual(10);
        expect(reserve.ms).toBeLessThanOrEqual(60);
      }),
    );
  });

  it.each([
    { minMs: 0, maxMs: 1 },
    { minMs: 9, maxMs: 8 },
  ])('refuses %p', (options) => {
    expect(() => new ResponseReserve(options)).toThrow(RangeError);
  });
});
