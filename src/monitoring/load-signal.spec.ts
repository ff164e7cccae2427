import { afterEach, describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';
import { requestAnswered, requestShed, type Admission, type ClassPolicy } from '../optimizer/index.js';

import { eventLoopBusyRatio, LoadSignal } from './load-signal.js';

function setUp() {
  const clock = new ManualClock();
  const state = { open: 0, queued: 0, capacity: 100, waitMs: 0 as number | undefined, busy: 0 };
  const signal = new LoadSignal({
    admission: { state, predictWaitMs: () => state.waitMs } as unknown as Admission,
    classes: { settingsOf: () => ({ deadlineMs: 500, objective: 0.999 }) } as unknown as ClassPolicy,
    clock,
    busyRatio: () => state.busy,
  });
  signal.start();
  return { clock, state, signal };
}

const answered = (isInTime: boolean) =>
  requestAnswered.publish({ requestId: 'req', class: 'strategic', elapsedMs: 1, isInTime, causes: [], stages: [] });

describe('LoadSignal', () => {
  let stop = () => {};
  afterEach(() => stop());

  it('is 0 when idle', async () => {
    const { clock, signal } = setUp();
    stop = () => signal.stop();
    await clock.advance(10_000);
    expect(signal.current).toMatchObject({ overall: 0, busy: 0, open: 0 });
  });

  it('is the fuller of open questions and event loop', async () => {
    const { clock, state, signal } = setUp();
    stop = () => signal.stop();
    Object.assign(state, { open: 30, busy: 0.2 });
    await clock.advance(60_000);
    expect(signal.current).toMatchObject({ overall: 0.3, open: 0.3, busy: 0.2 });
    state.busy = 0.8;
    await clock.advance(60_000);
    expect(signal.current.overall).toBeCloseTo(0.8);
  });

  it('averages over seconds', async () => {
    const { clock, state, signal } = setUp();
    stop = () => signal.stop();
    state.busy = 1;
    await clock.advance(500);
    expect(signal.current.overall).toBeLessThan(0.2);
    await clock.advance(15_000);
    expect(signal.current.overall).toBeGreaterThan(0.9);
  });

  it('is 1 for a class that would be rejected now, and rises with the wait before that', () => {
    const { state, signal } = setUp();
    stop = () => signal.stop();
    state.waitMs = 250;
    expect(signal.current.classes.strategic).toBe(0.5);
    state.waitMs = undefined;
    expect(signal.current).toMatchObject({ overall: 1, classes: { strategic: 1 } });
  });

  it('is 1 while a class misses its objective by far, and recovers', async () => {
    const { clock, signal } = setUp();
    stop = () => signal.stop();
    for (let i = 0; i < 90; i++) answered(true);
    for (let i = 0; i < 5; i++) answered(false);
    for (let i = 0; i < 5; i++) requestShed.publish({ class: 'strategic', reason: 'capacity' });
    expect(signal.current.classes).toMatchObject({ strategic: 1, critical: 0 });
    await clock.advance(120_000);
    expect(signal.current.overall).toBe(0);
  });

  it('ignores a single late answer', () => {
    const { signal } = setUp();
    stop = () => signal.stop();
    answered(false);
    expect(signal.current.overall).toBe(0);
  });
});

describe('eventLoopBusyRatio', () => {
  it('is the busy share since the last call', () => {
    const busyRatio = eventLoopBusyRatio();
    const until = performance.now() + 20;
    while (performance.now() < until);
    expect(busyRatio()).toBeGreaterThanOrEqual(0);
    expect(busyRatio()).toBeLessThanOrEqual(1);
  });
});
