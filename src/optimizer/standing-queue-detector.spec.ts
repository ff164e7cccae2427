import { describe, expect, it } from '@jest/globals';

import { DepartureRate } from './departure-rate.js';
import { StandingQueueDetector } from './standing-queue-detector.js';

describe('StandingQueueDetector', () => {
  it('detects a standing queue once the wait has been long for half a second, until it is short', () => {
    const queue = new StandingQueueDetector();
    queue.observe(0, 60);
    queue.observe(400, 21);
    expect(queue.isStanding(499)).toBe(false);
    expect(queue.isStanding(500)).toBe(true);
    queue.observe(600, 20);
    expect(queue.isStanding(600)).toBe(false);
  });

  it('ignores a queue that is never empty but short', () => {
    const queue = new StandingQueueDetector();
    // What a pause of the process held up once a second drains slowly, but it does.
    for (let now = 0; now < 10_000; now += 1_000) {
      for (let wait = 80; wait > 4; wait -= 4) {
        queue.observe(now + (80 - wait) * 8, wait);
        expect(queue.isStanding(now + (80 - wait) * 8)).toBe(false);
      }
    }
  });

  it('detects it again at once shortly after, and not later', () => {
    const queue = new StandingQueueDetector();
    queue.observe(0, 100);
    queue.observe(500, 0);
    queue.observe(2_400, 100);
    expect(queue.isStanding(2_400)).toBe(true);
    queue.observe(2_410, 0);
    queue.observe(5_000, 100);
    expect(queue.isStanding(5_000)).toBe(false);
  });

  it('ignores bursts that drain by themselves, however many', () => {
    const queue = new StandingQueueDetector();
    for (let now = 0; now < 10_000; now += 400) {
      queue.observe(now, 250);
      queue.observe(now + 390, 0);
      expect(queue.isStanding(now + 390)).toBe(false);
    }
  });
});

describe('DepartureRate', () => {
  it('averages the time between departures while others wait', () => {
    const rate = new DepartureRate(5);
    for (let now = 0; now <= 1_000; now += 10) rate.observe(now, true);
    expect(rate.intervalMs).toBeCloseTo(10, 1);
  });

  it('ignores time with an empty queue, and caps a pause', () => {
    const rate = new DepartureRate(5);
    rate.observe(0, false);
    rate.observe(60_000, true);
    expect(rate.intervalMs).toBe(5);
    rate.observe(120_000, true);
    expect(rate.intervalMs).toBeLessThan(8);
  });
});
