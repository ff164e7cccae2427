import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { CancelledError, Deadline, ManualClock, REQUEST_CLASSES, type RequestClass } from '../core/index.js';

import type { Permit } from './admission-slot.js';
import { Admission, type AdmissionOptions } from './admission.js';
import { OverloadedError } from './optimizer.errors.js';
import { requestShed, type ShedReason } from './overload-events.js';

const OPTIONS: AdmissionOptions = {
  capacity: 100,
  tenantRatio: 1,
  minLimit: 2,
  initialLimit: 2,
  maxLimit: 2,
  queueCapacity: 50,
  queueTargetRatio: 0.1,
  maxBrownout: 3,
  tenantWeights: {},
};
const SHARES = {
  critical: { deadlineMs: 100, reserve: 1, weight: 8 },
  strategic: { deadlineMs: 500, reserve: 0, weight: 4 },
  enhanced: { deadlineMs: 2_000, reserve: 0, weight: 2 },
  'multi-persona': { deadlineMs: 3_000, reserve: 0, weight: 1 },
};

function setUp(options: Partial<AdmissionOptions> = {}) {
  const clock = new ManualClock();
  const admission = new Admission({ ...OPTIONS, ...options }, SHARES, clock);
  const ask = (
    requestClass: RequestClass = 'strategic',
    { tenant = 'a', withinMs = SHARES[requestClass].deadlineMs, deadline = Deadline.after(clock, withinMs) } = {},
  ) => admission.acquire({ class: requestClass, tenant, deadline });
  return { admission, ask, clock };
}

const rejectionOf = async (asking: Promise<Permit>) => {
  const error: unknown = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OverloadedError);
  return error as OverloadedError;
};

describe('Admission', () => {
  const reasons: ShedReason[] = [];
  let unsubscribe: () => void;
  beforeEach(() => {
    reasons.length = 0;
    unsubscribe = requestShed.subscribe(({ reason }) => reasons.push(reason));
  });
  afterEach(() => unsubscribe());

  it('admits critical requests beyond the limit up to their reserve', async () => {
    const { admission, ask } = setUp();
    await ask();
    await ask();
    void ask();
    expect(admission.state).toMatchObject({ inFlight: 2, queued: 1 });
    await ask('critical');
    expect(admission.state).toMatchObject({ inFlight: 3, queued: 1 });
    expect(admission.spareRatio).toBe(0);
  });

  it('starts waiting critical requests before all others', async () => {
    const { ask, clock } = setUp();
    const running = [await ask(), await ask(), await ask('critical')];
    const order: string[] = [];
    void ask('strategic').then(() => order.push('strategic'));
    void ask('critical').then(() => order.push('critical'));
    for (const permit of running) permit.release();
    await clock.advance(0);
    await clock.advance(0);
    expect(order).toEqual(['critical', 'strategic']);
  });

  it('starts the earliest deadline of a tenant first, and tenants in turn', async () => {
    const { ask, clock } = setUp();
    const other = { tenant: 'z' };
    const running = [await ask('strategic', other), await ask('strategic', other)];
    const order: string[] = [];
    const note = (name: string) => (permit: Permit) => (order.push(name), permit.release());
    const asked = [
      ask('strategic', { tenant: 'a', withinMs: 400 }).then(note('a400')),
      ask('strategic', { tenant: 'a', withinMs: 300 }).then(note('a300')),
      ask('strategic', { tenant: 'a', withinMs: 200 }).then(note('a200')),
      ask('strategic', { tenant: 'b', withinMs: 500 }).then(note('b500')),
    ];
    running[0]?.release();
    for (let i = 0; i < 9; i++) await clock.advance(1);
    await Promise.all(asked);
    expect(order).toEqual(['a200', 'b500', 'a300', 'a400']);
  });

  it('shares free slots between classes by weight', async () => {
    const { ask, clock } = setUp({ queueCapacity: 200 });
    const running = [await ask(), await ask()];
    const order: RequestClass[] = [];
    for (let i = 0; i < 20; i++) {
      for (const name of ['multi-persona', 'enhanced', 'strategic'] as const) {
        void ask(name).then((permit) => (order.push(name), permit.release()));
      }
    }
    running[0]?.release();
    for (let i = 0; i < 20; i++) await clock.advance(1);
    const count = (name: RequestClass) => order.slice(0, 14).filter((other) => other === name).length;
    expect([count('strategic'), count('enhanced'), count('multi-persona')]).toEqual([8, 4, 2]);
  });

  it('rejects at once a request that would miss its deadline, and offers a longer class that would be in time', async () => {
    const { admission, ask } = setUp();
    await ask();
    await ask();
    const refusal = await rejectionOf(ask('strategic', { withinMs: 6 }));
    expect(refusal.refusal.retryAfterMs).toBeGreaterThan(0);
    expect(refusal.refusal.offer).toEqual({ class: 'enhanced', predictedMs: 7 });
    expect(reasons).toEqual(['deadline']);
    for (let i = 0; i < 10; i++) void ask('strategic', { withinMs: 100 });
    expect(admission.predictWaitMs('strategic', 'a', 100)).toBe(70);
    // What is due earlier goes before the others of its tenant, and another tenant has a share of its own.
    expect(admission.predictWaitMs('strategic', 'a', 99)).toBe(0);
    expect(admission.predictWaitMs('strategic', 'b', 100)).toBe(7);
  });

  it('queues a burst up to the deadline, and limits waits in a lasting overload to a share of it', async () => {
    const { admission, ask, clock } = setUp({ capacity: 10_000, queueCapacity: 10_000 });
    const held = [await ask(), await ask()];
    // 7 ms of work each, in a moment: as many wait as can be answered within half a second.
    for (let i = 0; i < 100; i++) void ask().catch(() => undefined);
    expect(admission.state.queued).toBeGreaterThanOrEqual(62);
    expect(admission.state.queued * 7).toBeLessThanOrEqual(500);
    // Twice of what can be done goes on being offered while the queue is served.
    for (let at = 0; at < 2_000; at += 7) {
      for (let i = 0; i < 2; i++)
        void ask()
          .then((permit) => held.push(permit))
          .catch(() => undefined);
      held.shift()?.release();
      await clock.advance(7);
    }
    expect(reasons).toContain('lasting_overload');
    expect(admission.state.queued * 7).toBeLessThanOrEqual(60);
    expect(admission.predictWaitMs('critical', 'a', 100)).toBeDefined();
  });

  it('has an unread question wait for its reading first, and then for its turn in its class', async () => {
    const { admission, clock } = setUp({ minLimit: 1, initialLimit: 1, maxLimit: 1 });
    const order: string[] = [];
    const askUnread = async (name: string, is: 'strategic' | 'multi-persona') => {
      const arrivedAt = clock.now();
      const unread = { class: 'strategic', deadlineAt: arrivedAt + 500 } as const;
      const permit = await admission.acquire({
        class: 'multi-persona',
        tenant: 'a',
        deadline: Deadline.after(clock, 3_000),
        unread,
      });
      order.push(`read ${name}`);
      await clock.advance(0);
      await admission.settle(permit, {
        class: is,
        tenant: 'a',
        deadline: Deadline.after(clock, SHARES[is].deadlineMs),
      });
      order.push(`write ${name}`);
      permit.release();
    };
    const running = await admission.acquire({ class: 'enhanced', tenant: 'a', deadline: Deadline.after(clock, 2_000) });
    const asked = [askUnread('patient', 'multi-persona'), askUnread('urgent', 'strategic')];
    expect(admission.state).toMatchObject({ open: 1, queued: 2 });
    running.release();
    for (let i = 0; i < 12; i++) await clock.advance(1);
    await Promise.all(asked);
    expect(order).toEqual(['read patient', 'read urgent', 'write urgent', 'write patient']);
    expect(admission.state).toMatchObject({ inFlight: 0, open: 0, queued: 0 });
  });

  it('rejects a question that has been read only if it cannot be in time in its class, and keeps its count', async () => {
    const { admission, ask, clock } = setUp({ minLimit: 1, initialLimit: 1, maxLimit: 1 });
    const permit = await admission.acquire({
      class: 'multi-persona',
      tenant: 'a',
      deadline: Deadline.after(clock, 3_000),
      unread: { class: 'strategic', deadlineAt: 500 },
    });
    for (let i = 0; i < 5; i++) void ask('enhanced');
    const request = { class: 'enhanced', tenant: 'a', deadline: Deadline.after(clock, 3) } as const;
    expect(() => admission.settle(permit, request)).toThrow(OverloadedError);
    expect(admission.state).toMatchObject({ inFlight: 1, open: 1, queued: 5 });
    const turn = admission.settle(permit, { ...request, deadline: Deadline.after(clock, 30) });
    expect(admission.state.queued).toBe(6);
    const outcome = expect(turn).rejects.toMatchObject({ code: 'OVERLOADED' });
    void ask('critical');
    await clock.advance(31);
    permit.release();
    await outcome.catch(() => undefined);
  });

  it('never rejects critical because other classes fill the queue', async () => {
    const { ask } = setUp({ queueCapacity: 3 });
    await ask();
    await ask();
    await ask('critical');
    for (let i = 0; i < 3; i++) void ask('enhanced');
    await rejectionOf(ask('enhanced'));
    for (let i = 0; i < 3; i++) void ask('critical');
    await rejectionOf(ask('critical'));
    expect(reasons).toEqual(['queue_full', 'queue_full']);
  });

  it('sheds early what it would reject, counts that, and reports shedding only for a while', async () => {
    const { admission, ask, clock } = setUp();
    const doomed = { class: 'strategic', tenant: 'a', deadline: Deadline.after(clock, 6) } as const;
    expect(admission.shedEarly(doomed)).toBeUndefined();
    expect(admission.isShedding).toBe(false);
    await ask();
    await ask();
    const { refusal } = await rejectionOf(ask('strategic', { withinMs: 6 }));
    expect(admission.shedEarly(doomed)).toEqual(refusal);
    expect(admission.isShedding).toBe(true);
    expect(admission.state.shedTotal).toBe(2);
    await clock.advance(250);
    expect(admission.isShedding).toBe(false);
  });

  it('tells waiting requests that have become late so, before their turn', async () => {
    const { admission, ask, clock } = setUp();
    await ask();
    await ask();
    const waiting = [ask('enhanced'), ask('enhanced'), ask('enhanced')];
    const told = Promise.all(waiting.slice(1).map(rejectionOf));
    await clock.advance(1_900);
    // No request of the class has been served for so long that the one behind the first can no longer be in time.
    await rejectionOf(ask('strategic', { withinMs: 1 }));
    await rejectionOf(ask('strategic', { withinMs: 1 }));
    await told;
    expect(admission.state).toMatchObject({ queued: 1 });
  });

  it('bounds the queue, open requests, and those of one tenant', async () => {
    const { ask } = setUp({ capacity: 6, tenantRatio: 1 / 3, queueCapacity: 1, initialLimit: 3, maxLimit: 3 });
    await ask();
    await ask();
    await rejectionOf(ask());
    await ask('strategic', { tenant: 'b' });
    void ask('strategic', { tenant: 'b' });
    await rejectionOf(ask('strategic', { tenant: 'c' }));
    expect(reasons).toEqual(['tenant', 'queue_full']);
  });

  it('rejects patient classes under pressure, and all at the last step', async () => {
    const { admission, ask } = setUp();
    admission.setPressure('classes');
    expect((await rejectionOf(ask('multi-persona'))).refusal.offer).toBeUndefined();
    (await ask('strategic')).release();
    admission.setPressure('refusal');
    await rejectionOf(ask('critical'));
    expect(reasons).toEqual(['pressure', 'pressure']);
  });

  it('gives a slot away while its request waits for another process, and counts it as open', async () => {
    const { admission, ask, clock } = setUp({ initialLimit: 2 });
    const answer = Promise.withResolvers<void>();
    const permit = await ask();
    const waiting = permit.whileWaiting(() => answer.promise);
    await clock.advance(20);
    expect(admission.state).toMatchObject({ inFlight: 1, open: 1 });
    await clock.advance(10);
    expect(admission.state).toMatchObject({ inFlight: 0, open: 1 });
    answer.resolve();
    await waiting;
    expect(admission.state).toMatchObject({ inFlight: 1, open: 1 });
    permit.release();
    permit.release();
    expect(admission.state).toMatchObject({ inFlight: 0, open: 0 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('removes a request that is cancelled while it waits', async () => {
    const { admission, ask, clock } = setUp();
    const running = [await ask(), await ask()];
    const deadline = Deadline.after(clock, 400);
    const outcome = expect(ask('strategic', { deadline })).rejects.toThrow(CancelledError);
    deadline.cancel('the caller is gone');
    await outcome;
    for (const permit of running) permit.release();
    expect(admission.state).toMatchObject({ inFlight: 0, queued: 0, shedTotal: 0 });
  });

  it('loses no permit, keeps reserves and bounds, and lets no request wait past its deadline', async () => {
    const action = fc.oneof(
      fc.record({
        do: fc.constant('arrive' as const),
        class: fc.constantFrom(...REQUEST_CLASSES),
        tenant: fc.constantFrom('a', 'b', 'c'),
        withinMs: fc.integer({ min: 1, max: 200 }),
        parks: fc.boolean(),
      }),
      fc.record({ do: fc.constant('leave' as const) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 60 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 80 }), async (actions) => {
        const { admission, ask, clock } = setUp({ capacity: 12, queueCapacity: 6, maxLimit: 6 });
        const held: { permit: Permit; class: RequestClass }[] = [];
        let asked = 0;
        let ended = 0;
        for (const step of actions) {
          if (step.do === 'arrive') {
            asked++;
            const dueAt = clock.now() + step.withinMs;
            const critical = held.filter((other) => other.class === 'critical').length;
            const mustStart =
              step.class === 'critical' && critical < SHARES.critical.reserve && admission.state.open < 12;
            const before = held.length;
            void ask(step.class, step)
              .then((permit) => {
                expect(clock.now()).toBeLessThanOrEqual(dueAt);
                held.push({ permit, class: step.class });
                if (step.parks) void permit.whileWaiting(() => new Promise(() => undefined));
                return permit;
              })
              .catch((error: unknown) => expect(error).toBeInstanceOf(OverloadedError))
              .finally(() => ended++);
            await clock.advance(0);
            if (mustStart) expect(held.length).toBeGreaterThan(before);
          } else if (step.do === 'leave') {
            held.shift()?.permit.release();
          }
          await clock.advance(step.do === 'wait' ? step.ms : 0);
          const { inFlight, limit, open, queued } = admission.state;
          expect(open).toBe(held.length);
          expect(inFlight).toBeLessThanOrEqual(open);
          expect(limit).toBeGreaterThanOrEqual(2);
          expect(queued).toBeLessThanOrEqual(6);
          expect(asked - ended).toBe(queued);
        }
        await clock.advance(1_000);
        while (held.length > 0) {
          held.shift()?.permit.release();
          await clock.advance(0);
        }
        expect(admission.state).toMatchObject({ inFlight: 0, open: 0, queued: 0 });
        expect(ended).toBe(asked);
      }),
      { numRuns: 60 },
    );
  });
});
