import { afterEach, describe, expect, it } from '@jest/globals';

import { CallerGoneError, CancelledError, ManualClock, SystemClock } from '../core/index.js';

import { CircuitBreaker, type BreakerSubject, type CircuitBreakerOptions } from './circuit-breaker.js';

const OPTIONS: CircuitBreakerOptions = {
  failureRatio: 0.5,
  slowCallMs: 1_000,
  slowCallRatio: 0.6,
  minimumThroughput: 3,
  samplingDurationMs: 10_000,
  breakDurationMs: 60_000,
};

class CircuitOpenError extends Error {}

const open: CircuitBreaker[] = [];
afterEach(() => {
  for (const breaker of open.splice(0)) breaker.close();
});

function breakerWith(
  options: Partial<CircuitBreakerOptions> = {},
  probe: () => Promise<boolean> = () => Promise.reject(new Error('still ill')),
) {
  const clock = new ManualClock();
  const states: string[] = [];
  const subject: BreakerSubject = {
    rejection: () => new CircuitOpenError('open'),
    probe,
    onChange: (state) => states.push(state),
  };
  const breaker = new CircuitBreaker({ ...OPTIONS, ...options }, subject, clock);
  open.push(breaker);
  const fail = async (reason: Error = new Error('no')) => {
    const call = breaker.execute(async () => {
      throw reason;
    });
    await call.catch(() => undefined);
  };
  return { breaker, clock, states, fail };
}

describe('CircuitBreaker', () => {
  it('opens when calls fail, not before enough were made', async () => {
    const { breaker, fail } = breakerWith();
    await fail();
    await fail();
    expect(breaker.state).toBe('closed');
    await fail(new CancelledError('no room'));
    expect(breaker.state).toBe('open');
  });

  it('stays closed when callers go away', async () => {
    const { breaker, fail } = breakerWith();
    for (let i = 0; i < 5; i++) await fail(new CallerGoneError());
    expect(breaker.state).toBe('closed');
  });

  it('opens when too many calls are slow, without waiting for their end', async () => {
    const { breaker, clock } = breakerWith();
    for (let i = 0; i < 3; i++) void breaker.execute(() => new Promise(() => undefined));
    await clock.advance(999);
    expect(breaker.state).toBe('closed');
    await clock.advance(1);
    expect(breaker.state).toBe('open');
    expect(clock.pendingTimers).toBeLessThanOrEqual(1);
  });

  it('rejects at once while open, with an error made in advance', async () => {
    const { breaker } = breakerWith();
    breaker.open();
    const refusal = () => breaker.execute(() => Promise.reject(new Error('called'))).catch((error: unknown) => error);
    const first = await refusal();
    expect(first).toBeInstanceOf(CircuitOpenError);
    expect((first as Error).stack).not.toContain('at ');
    expect(await refusal()).toBe(first);
  });

  it('sends one probe, and no live call, until the server is well', async () => {
    let isWell = false;
    let probes = 0;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const breaker = new CircuitBreaker(
      { ...OPTIONS, breakDurationMs: 50 },
      {
        rejection: () => new CircuitOpenError('open'),
        probe: async () => {
          if (++probes === 2) isWell = true;
          if (!isWell) throw new Error('still ill');
          return true;
        },
        onChange: (state) => {
          if (state === 'closed') resolve();
        },
      },
      new SystemClock(),
    );
    open.push(breaker);
    breaker.open();
    let live = 0;
    const pushing = setInterval(() => void breaker.execute(async () => live++).catch(() => undefined), 1);
    await closed;
    clearInterval(pushing);
    expect([probes, live]).toEqual([2, 0]);
    await expect(breaker.execute(async () => 'well')).resolves.toBe('well');
  });

  it('tries one live call where a probe cannot tell, and rejects its caller', async () => {
    const { breaker, states } = breakerWith({ breakDurationMs: 50 }, async () => false);
    breaker.open();
    const refused = (work: () => Promise<unknown>) =>
      breaker.execute(work).then(
        () => false,
        (error: unknown) => error instanceof CircuitOpenError,
      );
    while (!states.includes('halfOpen')) await new Promise(setImmediate);
    const trial = Promise.withResolvers<void>();
    let made = 0;
    const work = () => (made++, trial.promise);
    expect([await refused(work), await refused(work), made]).toEqual([true, true, 1]);
    trial.resolve();
    while (breaker.state !== 'closed') await new Promise(setImmediate);
    await breaker.execute(work);
    expect(made).toBe(2);
  });

  it('does not take a cancelled call for a sign of health', async () => {
    const leaving = Promise.withResolvers<never>();
    const { breaker, states } = breakerWith({ breakDurationMs: 50 }, () => new Promise(() => undefined));
    const call = breaker.execute(() => leaving.promise).catch(() => undefined);
    breaker.open();
    while (!states.includes('halfOpen')) await new Promise(setImmediate);
    leaving.reject(new CallerGoneError());
    await call;
    expect(breaker.state).not.toBe('closed');
  });
});
