import { describe, expect, it } from '@jest/globals';

import { SlidingWindow } from './sliding-window.js';

describe('SlidingWindow', () => {
  it('gives nearest-rank quantiles of the latest samples', () => {
    const window = new SlidingWindow(100);
    for (let i = 1; i <= 100; i++) window.record(i);
    expect(window.summarise()).toEqual({ count: 100, min: 1, p50: 50, p95: 95, p99: 99 });
  });

  it('forgets what left the window, and says so of nothing', () => {
    const window = new SlidingWindow(2);
    expect(window.summarise()).toEqual({ count: 0, min: null, p50: null, p95: null, p99: null });
    for (const sample of [1_000, 1, 2]) window.record(sample);
    expect(window.summarise()).toEqual({ count: 3, min: 1, p50: 1, p95: 2, p99: 2 });
  });
});
