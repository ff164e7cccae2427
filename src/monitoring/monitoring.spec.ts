import { describe, expect, it } from '@jest/globals';

import type { PressureMonitor } from '../memory/index.js';

import { ReadinessState } from './readiness.js';
import { SlidingWindow } from './sliding-window.js';

describe('SlidingWindow', () => {
  it('gives nearest-rank quantiles of the latest samples', () => {
    const window = new SlidingWindow(100);
    for (let i = 1; i <= 100; i++) window.record(i);
    expect(window.summarise()).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 });
  });

  it('forgets what left the window, and says so of nothing', () => {
    const window = new SlidingWindow(2);
    expect(window.summarise()).toEqual({ count: 0, p50: null, p95: null, p99: null });
    for (const sample of [1_000, 1, 2]) window.record(sample);
    expect(window.summarise()).toEqual({ count: 3, p50: 1, p95: 2, p99: 2 });
  });
});

describe('ReadinessState', () => {
  const pressureOf = (level: string, eventLoopDelayMs = 0) =>
    ({ pressure: { level, reading: { eventLoopDelayMs } } }) as unknown as PressureMonitor;

  it('is ready between start and drain', () => {
    const readiness = new ReadinessState(pressureOf('normal'));
    expect([readiness.hasStarted, readiness.current]).toEqual([false, { isReady: false, reason: 'starting' }]);
    readiness.markServing();
    expect([readiness.hasStarted, readiness.current.isReady]).toEqual([true, true]);
    readiness.markDraining();
    expect([readiness.hasStarted, readiness.current]).toEqual([true, { isReady: false, reason: 'draining' }]);
  });

  it.each([
    [pressureOf('critical'), 'out of memory soon'],
    [pressureOf('normal', 600), 'event loop stalled'],
  ])('is not ready when it could not serve: %#', (pressure, reason) => {
    const readiness = new ReadinessState(pressure);
    readiness.markServing();
    expect(readiness.current).toEqual({ isReady: false, reason });
  });

  it('stays ready under elevated pressure', () => {
    const readiness = new ReadinessState(pressureOf('elevated'));
    readiness.markServing();
    expect(readiness.current.isReady).toBe(true);
  });
});
