import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock } from '../core/index.js';

import { ResponseReserve } from './response-reserve.js';

const BOUNDS = { minMs: 10, maxMs: 60 };
const reserveWithin = (bounds = BOUNDS, clock = new ManualClock()) => new ResponseReserve(bounds, clock);

describe('ResponseReserve', () => {
  it('starts half-way between its bounds, and decays to the lower one while replies are quick', () => {
    const reserve = reserveWithin();
    expect(reserve.ms).toBe(35);
    for (let i = 0; i < 50; i++) reserve.observe(2);
    expect(reserve.ms).toBeGreaterThan(25);
    for (let i = 0; i < 1_000; i++) reserve.observe(2);
    expect(reserve.ms).toBe(10);
  });

  it('leaves a wait all of its maximum, as the deadline allows, until fifty replies have been seen', () => {
    const reserve = reserveWithin();
    for (let i = 0; i < 49; i++) reserve.observe(2);
    expect(reserve.ofWaitMs(3_000)).toBe(60);
    expect(reserve.ofWaitMs(100)).toBe(40);
    reserve.observe(2);
    expect(reserve.ofWaitMs(3_000)).toBe(reserve.ms);
  });

  it('covers the time of replies and its variation', () => {
    const reserve = reserveWithin();
    for (let i = 0; i < 100; i++) reserve.observe(i % 2 === 0 ? 10 : 20);
    expect(reserve.ms).toBeGreaterThan(20);
    expect(reserve.ms).toBeLessThan(50);
    for (let i = 0; i < 1_000; i++) reserve.observe(3);
    expect(reserve.ms).toBe(10);
  });

  it('remembers the slowest of the latest replies', () => {
    const reserve = reserveWithin();
    for (let i = 0; i < 1_000; i++) reserve.observe(i === 900 ? 25 : 1);
    expect(reserve.ms).toBeGreaterThan(20);
    for (let i = 0; i < 1_000; i++) reserve.observe(1);
    expect(reserve.ms).toBe(10);
  });

  it('forgets a reply that took seconds as soon as one that took its maximum', () => {
    const reserve = reserveWithin();
    reserve.observe(10_000);
    for (let i = 0; i < 1_000; i++) reserve.observe(1);
    expect(reserve.ms).toBe(10);
  });

  it('stays within its bounds whatever is observed', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100_000, noNaN: true })), (samples) => {
        const reserve = reserveWithin();
        for (const sample of samples) reserve.observe(sample);
        expect(reserve.ms).toBeGreaterThanOrEqual(10);
        expect(reserve.ms).toBeLessThanOrEqual(60);
      }),
    );
  });

  it('ends waits earlier than that where a machine stops replies again and again and the deadline has room', () => {
    const reserve = reserveWithin();
    for (let i = 0; i < 300; i++) reserve.observe(i % 50 === 0 ? 130 : 5);
    expect(reserve.ms).toBeLessThanOrEqual(60);
    expect(reserve.ofWaitMs(100)).toBeLessThanOrEqual(60);
    expect(reserve.ofWaitMs(500)).toBeGreaterThan(125);
    expect(reserve.ofWaitMs(500)).toBeLessThan(135);
    for (let i = 0; i < 300; i++) reserve.observe(i % 50 === 0 ? 9_000 : 5);
    expect([500, 2_000, 60_000].map((deadlineMs) => reserve.ofWaitMs(deadlineMs))).toEqual([200, 240, 240]);
  });

  it('knows by a minute that a machine has stopped stopping replies, and by one slow reply nothing', async () => {
    const clock = new ManualClock();
    const reserve = reserveWithin(BOUNDS, clock);
    for (let i = 0; i < 300; i++) reserve.observe(i === 20 ? 200 : 5);
    expect(reserve.ofWaitMs(2_000)).toBe(reserve.ms);
    for (let i = 0; i < 300; i++) reserve.observe(i % 50 === 0 ? 200 : 5);
    expect(reserve.ofWaitMs(2_000)).toBeGreaterThan(190);
    await clock.advance(61_000);
    for (let i = 0; i < 300; i++) reserve.observe(5);
    expect(reserve.ofWaitMs(2_000)).toBe(reserve.ms);
  });

  it.each([
    { minMs: 0, maxMs: 1 },
    { minMs: 9, maxMs: 8 },
  ])('refuses %p', (options) => {
    expect(() => reserveWithin(options)).toThrow(RangeError);
  });
});
