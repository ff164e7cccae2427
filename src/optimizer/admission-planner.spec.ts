import { describe, expect, it } from '@jest/globals';

import { ManualClock, type Entitlement } from '../core/index.js';

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
  const reserve = new ResponseReserve({ minMs: 10, maxMs: 60 });
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
    expect(planner.replyDueBy(context.level.deadline).at).toBe(440);
  });
});
