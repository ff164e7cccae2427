import { describe, expect, it } from '@jest/globals';

import { ManualClock, type Entitlement } from '../core/index.js';

import { ArrivalWatch } from './arrival-watch.js';
import { ClassPolicy } from './class-policy.js';
import { ClassNotEntitledError } from './optimizer.errors.js';

const PROMISES = {
  critical: { deadlineMs: 100, objective: 0.999, entitlement: 'critical' as const },
  strategic: { deadlineMs: 500, objective: 0.999, entitlement: 'ask' as const },
  enhanced: { deadlineMs: 2_000, objective: 0.999, entitlement: 'ask' as const },
  'multi-persona': { deadlineMs: 3_000, objective: 0.999, entitlement: 'ask' as const },
};

const callerWith = (...entitlements: Entitlement[]) => ({
  tenant: 'acme',
  subject: 'test',
  entitlements: new Set(entitlements),
});

describe('ClassPolicy', () => {
  const clock = new ManualClock();
  const policy = new ClassPolicy(PROMISES, clock);
  const arrival = { requestId: 'req_1', caller: callerWith('ask') };

  it('counts the deadline from the arrival', async () => {
    const late = new ManualClock();
    await late.advance(30);
    const { level } = new ClassPolicy(PROMISES, late).open({ ...arrival, requestedClass: 'strategic', arrivedAt: 0 });
    expect(level.deadline.remainingMs).toBe(470);
  });

  it('says how long a question may have lain in its socket, and counts its deadline from when it was read', async () => {
    const slow = new ManualClock();
    const watching = new ClassPolicy(PROMISES, slow, new ArrivalWatch(slow));
    const readAfter = (ms: number) =>
      watching.open({ ...arrival, requestedClass: 'strategic', arrivedAt: slow.now() + ms });
    expect(readAfter(0).unseenMs).toBe(0);
    await slow.advance(0);
    const { level, unseenMs } = readAfter(150);
    expect(unseenMs).toBe(140);
    expect(level.deadlineMs).toBe(500);
    expect(watching.open({ ...arrival, requestedClass: 'strategic' }).unseenMs).toBe(0);
  });

  it('rejects class critical without the entitlement, and grants it with it', () => {
    expect(() => policy.open({ ...arrival, requestedClass: 'critical' })).toThrow(ClassNotEntitledError);
    const caller = callerWith('ask', 'critical');
    expect(policy.open({ ...arrival, caller, requestedClass: 'critical' }).level.deadlineMs).toBe(100);
  });

  it('lets a caller shorten the deadline but not extend it', () => {
    const requestedClass = 'strategic';
    expect(policy.open({ ...arrival, requestedClass, deadlineMs: 80 }).level.deadlineMs).toBe(80);
    expect(policy.open({ ...arrival, requestedClass, deadlineMs: 9_000 }).level.deadlineMs).toBe(500);
  });

  it.each([
    [{ personas: 1, enhancements: 0 }, 'strategic', 500],
    [{ personas: 1, enhancements: 2 }, 'enhanced', 2_000],
    [{ personas: 2, enhancements: 2 }, 'multi-persona', 3_000],
    [{ personas: 0, enhancements: 0 }, 'strategic', 500],
  ] as const)('settles auto by the plan %p as %s', (plan, expected, deadlineMs) => {
    const level = policy.levelFor(policy.open(arrival), plan);
    expect(level.class).toBe(expected);
    expect(level.deadlineMs).toBe(deadlineMs);
    expect(level.deadline.remainingMs).toBe(deadlineMs);
  });

  it('ends the deadline of every level with the lifetime of the request', () => {
    const context = policy.open(arrival);
    const { deadline } = policy.levelFor(context, { personas: 1, enhancements: 0 });
    context.lifetime.cancel('the caller is gone');
    expect(() => deadline.throwIfOver()).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
    expect(context.level.deadline.isOver).toBe(true);
  });

  it('keeps a requested class, whatever the plan', () => {
    const context = policy.open({ ...arrival, requestedClass: 'strategic' });
    expect(policy.levelFor(context, { personas: 4, enhancements: 4 })).toBe(context.level);
  });

  it('keeps the limit of the caller when auto is resolved', () => {
    const context = policy.open({ ...arrival, deadlineMs: 300 });
    expect(policy.levelFor(context, { personas: 2, enhancements: 0 })).toMatchObject({
      class: 'multi-persona',
      deadlineMs: 300,
    });
  });
});
