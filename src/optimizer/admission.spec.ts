import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Deadline, ManualClock } from '../common/index.js';

import { Admission, type Permit } from './admission.js';
import { OverloadedError } from './optimizer.errors.js';

const OPTIONS = { capacity: 3, criticalReserve: 1, queueCapacity: 2 };

function setUp(options = OPTIONS) {
  const clock = new ManualClock();
  return { clock, admission: new Admission(options, clock), never: Deadline.never(clock) };
}

describe('Admission', () => {
  it('keeps the last slots for class critical', async () => {
    const { admission, never } = setUp();
    await admission.acquire('strategic', never);
    await admission.acquire('strategic', never);
    void admission.acquire('strategic', never);
    expect(admission.state).toMatchObject({ inFlight: 2, queued: 1 });
    await admission.acquire('critical', never);
    expect(admission.state).toMatchObject({ inFlight: 3, queued: 1 });
  });

  it('hands a slot that is given back to whoever waits longest', async () => {
    const { admission, never } = setUp({ ...OPTIONS, criticalReserve: 0, capacity: 1 });
    const first = await admission.acquire('strategic', never);
    const order: string[] = [];
    const second = admission.acquire('strategic', never).then((permit) => (order.push('second'), permit));
    const third = admission.acquire('strategic', never).then((permit) => (order.push('third'), permit));
    first.release();
    (await second).release();
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  it('lets critical requests pass others in the queue', async () => {
    const { admission, never } = setUp({ ...OPTIONS, criticalReserve: 0, capacity: 1 });
    const running = await admission.acquire('strategic', never);
    const order: string[] = [];
    const waiting = [
      admission.acquire('strategic', never).then((permit) => (order.push('strategic'), permit.release())),
      admission.acquire('critical', never).then((permit) => (order.push('critical'), permit.release())),
    ];
    running.release();
    await Promise.all(waiting);
    expect(order).toEqual(['critical', 'strategic']);
  });

  it('refuses at once when the queue is full, and says when to come back', async () => {
    const { admission, never } = setUp({ ...OPTIONS, queueCapacity: 0 });
    await admission.acquire('strategic', never);
    await admission.acquire('strategic', never);
    const refusal = await admission.acquire('strategic', never).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(OverloadedError);
    expect((refusal as OverloadedError).retryAfterMs).toBeGreaterThan(0);
    expect(admission.wouldAdmit('strategic')).toBe(false);
    expect(admission.wouldAdmit('critical')).toBe(true);
  });

  it('sheds a request whose deadline passes in the queue, and forgets it', async () => {
    const { admission, clock, never } = setUp({ ...OPTIONS, criticalReserve: 0, capacity: 1 });
    const running = await admission.acquire('strategic', never);
    const outcome = expect(admission.acquire('strategic', Deadline.after(clock, 50))).rejects.toThrow(OverloadedError);
    await clock.advance(50);
    await outcome;
    running.release();
    expect(admission.state).toMatchObject({ inFlight: 0, queued: 0, shedTotal: 1 });
  });

  it('counts a permit given back twice once', async () => {
    const { admission, never } = setUp();
    const permit = await admission.acquire('strategic', never);
    await admission.acquire('strategic', never);
    permit.release();
    permit.release();
    expect(admission.state.inFlight).toBe(1);
  });

  it('loses no permit and exceeds no bound, whatever arrives and leaves', async () => {
    const action = fc.oneof(
      fc.record({
        do: fc.constant('arrive' as const),
        critical: fc.boolean(),
        patienceMs: fc.integer({ min: 1, max: 50 }),
      }),
      fc.record({ do: fc.constant('leave' as const) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const { admission, clock } = setUp();
        const held: Permit[] = [];
        for (const step of actions) {
          if (step.do === 'arrive') {
            void admission
              .acquire(step.critical ? 'critical' : 'strategic', Deadline.after(clock, step.patienceMs))
              .then((permit) => held.push(permit))
              .catch((error: unknown) => expect(error).toBeInstanceOf(OverloadedError));
          } else if (step.do === 'leave') {
            held.shift()?.release();
          }
          await clock.advance(step.do === 'wait' ? step.ms : 0);
          expect(admission.state.inFlight).toBe(held.length);
          expect(admission.state.inFlight).toBeLessThanOrEqual(OPTIONS.capacity);
          expect(admission.state.queued).toBeLessThanOrEqual(OPTIONS.queueCapacity);
        }
        while (held.length > 0) {
          held.shift()?.release();
          await clock.advance(0);
        }
        expect(admission.state).toMatchObject({ inFlight: 0, queued: 0 });
      }),
      { numRuns: 50 },
    );
  });
});
