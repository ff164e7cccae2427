import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { CancelledError, Deadline, ManualClock } from '../../core/index.js';

import { Continuations, type ContinuationsOptions } from './continuations.js';

const OPTIONS: ContinuationsOptions = { capacity: 3, maxMs: 1_000, maxCpuRatio: 0.1 };

/** A manual clock on which work takes time as well. */
class BusyClock extends ManualClock {
  workedMs = 0;

  override now(): number {
    return super.now() + this.workedMs;
  }

  work(ms: number): void {
    this.workedMs += ms;
  }
}

function setUp(options: Partial<ContinuationsOptions> = {}) {
  const clock = new BusyClock();
  return { clock, continuations: new Continuations({ ...OPTIONS, ...options }, clock) };
}

describe('Continuations', () => {
  it('rejects a share of CPU of zero', () => {
    expect(() => setUp({ maxCpuRatio: 0 })).toThrow(RangeError);
  });

  it('never has room beyond its capacity, whatever comes and ends, and has it back when all have ended', async () => {
    const steps = fc.array(fc.boolean(), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 0, max: 5 }), async (comes, capacity) => {
        const { clock, continuations } = setUp({ capacity });
        const open: PromiseWithResolvers<void>[] = [];
        for (const one of comes) {
          if (one && continuations.hasRoom) {
            const work = Promise.withResolvers<void>();
            open.push(work);
            void continuations.run(Deadline.after(clock, 100), () => work.promise);
          } else if (!one) {
            open.shift()?.resolve();
            await clock.advance(0);
          }
          expect(open.length).toBeLessThanOrEqual(capacity);
          expect(continuations.hasRoom).toBe(open.length < capacity);
        }
        for (const work of open) work.resolve();
        await continuations.idle();
        expect(continuations.hasRoom).toBe(capacity > 0);
        expect(clock.pendingTimers).toBe(0);
      }),
    );
  });

  it('ends no later than its age after the foreground, nor after the lifetime of the request', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), async (leftMs, maxMs, passedMs) => {
        const { clock, continuations } = setUp({ maxMs });
        const lifetime = Deadline.never(clock);
        const foreground = lifetime.child(leftMs);
        const late = continuations.deadlineAfter(foreground, lifetime);
        expect(late.at).toBeLessThanOrEqual(foreground.at + maxMs);
        await clock.advance(passedMs);
        expect(late.isOver).toBe(passedMs >= leftMs + maxMs);
        lifetime.cancel('gone');
        expect(late.isOver).toBe(true);
      }),
    );
  });

  it('takes no more CPU than its share over time, lands everything, and in the order of arrival', async () => {
    const landings = fc.array(fc.record({ afterMs: fc.nat(300), costMs: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(landings, fc.constantFrom(0.05, 0.1, 0.5), async (plan, maxCpuRatio) => {
        const { clock, continuations } = setUp({ maxCpuRatio });
        const lifetime = Deadline.never(clock);
        const landed: number[] = [];
        const burstMs = maxCpuRatio * 1_000;
        const longestMs = Math.max(...plan.map(({ costMs }) => costMs));
        const all = plan.map(async ({ costMs }, i) => {
          await continuations.throttled(lifetime, () => {
            expect(clock.workedMs).toBeLessThanOrEqual(burstMs + maxCpuRatio * clock.now() + 1e-6);
            clock.work(costMs);
            landed.push(i);
          });
        });
        for (const { afterMs } of plan) await clock.advance(afterMs);
        await clock.advance(plan.length * (longestMs / maxCpuRatio));
        await Promise.all(all);
        expect(landed).toEqual(plan.map((_, i) => i));
        expect(clock.workedMs).toBeLessThanOrEqual(burstMs + maxCpuRatio * clock.now() + longestMs);
      }),
      { numRuns: 50 },
    );
  });

  it('stops waiting for its share when the answer is cancelled', async () => {
    const { clock, continuations } = setUp();
    const lifetime = Deadline.never(clock);
    await continuations.throttled(lifetime, () => clock.work(500));
    const waiting = expect(continuations.throttled(lifetime, () => undefined)).rejects.toThrow(CancelledError);
    lifetime.cancel('gone');
    await waiting;
    expect(clock.pendingTimers).toBe(0);
  });
});
