import { describe, expect, it } from '@jest/globals';

import { ManualClock, type Entitlement, type RequestContext } from '../core/index.js';

import { Admission } from './admission.js';
import { ClassPolicy } from './class-policy.js';
import { LatencyPredictor } from './latency-predictor.js';
import { AdmissionPlanner, predictionScored } from './admission-planner.js';
import { ResponseReserve } from './response-reserve.js';

const promise = (deadlineMs: number) => ({
  deadlineMs,
  objective: 0.999,
  entitlement: 'ask' as Entitlement,
  reserve: 0,
  weight: 1,
});
const CLASSES = {
  critical: promise(100),
  strategic: promise(500),
  enhanced: promise(2_000),
  'multi-persona': promise(3_000),
};
const NEVER = new Promise<never>(() => undefined);
const ADMISSION = {
  capacity: 10,
  tenantRatio: 1,
  minLimit: 1,
  initialLimit: 1,
  maxLimit: 1,
  queueCapacity: 10,
  queueTargetRatio: 0.2,
  maxBrownout: 3,
  tenantWeights: {},
};

function setUp() {
  const clock = new ManualClock();
  const classes = new ClassPolicy(CLASSES, clock);
  const admission = new Admission(ADMISSION, CLASSES, clock);
  const reserve = new ResponseReserve({ minMs: 10, maxMs: 60 }, clock);
  const planner = new AdmissionPlanner(admission, classes, new LatencyPredictor(), reserve, clock);
  const caller = { tenant: 'a', subject: 'test', entitlements: new Set<Entitlement>(['ask']) };
  const open = (requestedClass: 'auto' | 'strategic' = 'strategic') =>
    classes.open({ requestId: 'req_1', caller, requestedClass });
  return { admission, clock, planner, open, reserve };
}

describe('AdmissionPlanner', () => {
  it('predicts admission at once, and no time before the first answer', () => {
    const { planner, open } = setUp();
    expect(planner.predict(open())).toEqual({ admissible: true, predictedMs: null });
  });

  it('learns the work time of an answer, and scores its prediction', async () => {
    const { clock, planner, open } = setUp();
    const errors: [number, boolean][] = [];
    const stop = predictionScored.subscribe(({ actualMs, isInTime, predictedMs }) =>
      errors.push([actualMs - predictedMs, isInTime]),
    );
    for (const tookMs of [40, 60, 600]) {
      const context = open();
      const permit = await planner.admit(context);
      await clock.advance(tookMs);
      planner.recordAnswer(context, permit);
      permit.release();
    }
    stop();
    expect(errors).toEqual([
      [20, true],
      [558, false],
    ]);
    expect(planner.predict(open())).toMatchObject({ admissible: true });
  });

  it('lets an auto request wait as long as the class allows that it most likely has', async () => {
    const { clock, planner, open } = setUp();
    const running = await planner.admit(open());
    const waiting = planner.admit(open('auto'));
    await clock.advance(500);
    running.release();
    const admitted = await waiting;
    const outcome = expect(planner.admit(open('auto'))).rejects.toMatchObject({ code: 'OVERLOADED' });
    await clock.advance(2_000);
    await outcome;
    admitted.release();
  });

  it('reserves the time of replies, including late timers', async () => {
    const { clock, planner, open, reserve } = setUp();
    const context = open();
    await clock.advance(480);
    context.timeline.measure('compose', () => undefined);
    await clock.advance(20);
    planner.recordReply(context);
    // Due to be composed at 465, gone at 500.
    expect(reserve.ms).toBe(60);
    expect(await waitedUntil(planner, open(), clock)).toBe(940);
  });

  it('lets a reply wait as long as its deadline allows, and one that may have lain in its socket so much less', async () => {
    const { clock, planner, open } = setUp();
    expect(await waitedUntil(planner, open(), clock)).toBe(440);
    expect(await waitedUntil(planner, { ...open(), unseenMs: 120 }, clock)).toBe(440 + 320);
    expect(await waitedUntil(planner, { ...open(), unseenMs: 900 }, clock)).toBe(440 + 320);
  });

  it('ends a wait when all calls have ended, and gives its turn away', async () => {
    const { clock, planner, open } = setUp();
    await planner.untilReplyDue(open(), Promise.resolve());
    expect(await waitedUntil(planner, open(), clock)).toBe(440);
  });

  it('composes replies that are due together one after another, the last when one alone would be', async () => {
    const { clock, planner, open } = setUp();
    const dueAt: number[] = [];
    const waits = Array.from({ length: 5 }, () =>
      planner.untilReplyDue(open(), NEVER).then(() => void dueAt.push(clock.now())),
    );
    await clock.advance(500);
    await Promise.all(waits);
    // Five milliseconds of work each, before any has been measured.
    expect(dueAt).toEqual([420, 425, 430, 435, 440]);
  });
});

/** When a reply whose calls never end is composed. */
async function waitedUntil(planner: AdmissionPlanner, context: RequestContext, clock: ManualClock): Promise<number> {
  let at = NaN;
  const wait = planner.untilReplyDue(context, NEVER).then(() => (at = clock.now()));
  await clock.advance(0);
  while (Number.isNaN(at)) await clock.advance(1);
  await wait;
  return at;
}
