import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { CancelledError, Deadline, DeadlineExceededError } from './deadline.js';
import { ManualClock } from './manual-clock.js';

const NEVER = new Promise<never>(() => undefined);

describe('Deadline', () => {
  it('counts from the arrival, not from when it was made', async () => {
    const clock = new ManualClock();
    await clock.advance(40);
    expect(Deadline.after(clock, 100, 0).remainingMs).toBe(60);
  });

  it('is over once the time has passed', async () => {
    const clock = new ManualClock();
    const deadline = Deadline.after(clock, 100);
    await clock.advance(99);
    expect(deadline.isOver).toBe(false);
    await clock.advance(1);
    expect(deadline.isOver).toBe(true);
    expect(() => deadline.throwIfOver()).toThrow(DeadlineExceededError);
  });

  it('stops waiting at the deadline while the work continues', async () => {
    const clock = new ManualClock();
    const work = Promise.withResolvers<string>();
    const waiting = Deadline.after(clock, 100).wait(work.promise);
    const outcome = expect(waiting).rejects.toThrow(DeadlineExceededError);
    await clock.advance(100);
    await outcome;
    work.resolve('late');
    await expect(work.promise).resolves.toBe('late');
  });

  it('gives the result of work that ends in time', async () => {
    const clock = new ManualClock();
    await expect(Deadline.after(clock, 100).wait(Promise.resolve('done'))).resolves.toBe('done');
  });

  it('refuses at once when it is over already, whatever becomes of the work', async () => {
    const clock = new ManualClock();
    const deadline = Deadline.after(clock, 10);
    await clock.advance(10);
    await expect(deadline.wait(Promise.reject(new Error('unhandled')))).rejects.toThrow(DeadlineExceededError);
  });

  it('aborts its signal with the reason', async () => {
    const clock = new ManualClock();
    const { signal } = Deadline.after(clock, 100);
    await clock.advance(100);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBeInstanceOf(DeadlineExceededError);
  });

  it('cancels every descendant with the same reason', () => {
    const clock = new ManualClock();
    const parent = Deadline.never(clock);
    const grandchild = parent.child(1_000).before(10);
    const { signal } = grandchild;
    parent.cancel('the caller hung up');
    expect(signal.aborted).toBe(true);
    expect(grandchild.isOver).toBe(true);
    expect(() => grandchild.throwIfOver()).toThrow(CancelledError);
    expect(parent.child(5).signal.aborted).toBe(true);
  });

  it('cancels waits below a deadline that was released', async () => {
    const clock = new ManualClock();
    const parent = Deadline.never(clock);
    const child = parent.child(1_000);
    void child.wait(NEVER);
    const waiting = child.child(500).wait(NEVER);
    child.release();
    parent.cancel('the caller hung up');
    await expect(waiting).rejects.toThrow(CancelledError);
  });

  it('calls no listener whose work has ended', async () => {
    const clock = new ManualClock();
    const deadline = Deadline.after(clock, 100);
    await deadline.wait(Promise.resolve());
    const late = expect(deadline.wait(NEVER)).rejects.toThrow(DeadlineExceededError);
    await clock.advance(100);
    await late;
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not cancel its parent', () => {
    const parent = Deadline.never(new ManualClock());
    parent.child(10).cancel('not needed');
    expect(parent.isOver).toBe(false);
  });

  it('leaves no timer behind once released', () => {
    const clock = new ManualClock();
    {
      using deadline = Deadline.after(clock, 1_000).child(500);
      void deadline.wait(NEVER).catch(() => undefined);
      expect(clock.pendingTimers).toBe(1);
    }
    expect(clock.pendingTimers).toBe(0);
  });

  it('needs no timer until something waits', () => {
    const clock = new ManualClock();
    Deadline.after(clock, 1_000).child(500).before(20);
    expect(clock.pendingTimers).toBe(0);
  });

  it('never outlives its parent, whatever the chain of children', () => {
    const step = fc.record({ kind: fc.constantFrom('child', 'before'), ms: fc.nat(5_000) });
    fc.assert(
      fc.property(fc.nat(5_000), fc.array(step, { maxLength: 8 }), (ms, steps) => {
        const clock = new ManualClock();
        let deadline = Deadline.after(clock, ms);
        for (const { kind, ms: by } of steps) {
          const next = kind === 'child' ? deadline.child(by) : deadline.before(by);
          expect(next.at).toBeLessThanOrEqual(deadline.at);
          deadline = next;
        }
      }),
    );
  });

  it.each([-1, Number.NaN])('refuses %p milliseconds', (ms) => {
    expect(() => Deadline.after(new ManualClock(), ms)).toThrow(RangeError);
  });
});
