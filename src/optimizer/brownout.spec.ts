import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Brownout } from './brownout.js';

const STEPS = ['background', 'enhancements', 'support'] as const;

/** Observes every 50 ms for so long. */
function observe(brownout: Brownout, from: number, ms: number, backlogMs: (now: number) => number): number {
  for (let now = from; now < from + ms; now += 50) brownout.observe(now, backlogMs(now));
  return from + ms;
}

describe('Brownout', () => {
  it('leaves out one step more each quarter of a second while the backlog grows, in their order', () => {
    const brownout = new Brownout(3);
    const left: string[] = [];
    observe(brownout, 0, 1_000, (now) => {
      left.push(STEPS.filter((step) => brownout.leavesOut(step, 'strategic')).join());
      return 600 + now;
    });
    expect([...new Set(left)]).toEqual([
      '',
      'background',
      'background,enhancements',
      'background,enhancements,support',
    ]);
  });

  it('stays where it is while the backlog shrinks, and returns a step each two seconds once it is short', () => {
    const brownout = new Brownout(3);
    let now = observe(brownout, 0, 300, () => 800);
    expect(brownout.level).toBe(2);
    now = observe(brownout, now, 5_000, (at) => 800 - at / 20);
    expect(brownout.level).toBe(2);
    now = observe(brownout, now, 2_000, () => 0);
    expect(brownout.level).toBe(2);
    now = observe(brownout, now, 100, () => 0);
    expect(brownout.level).toBe(1);
    now = observe(brownout, now, 2_100, () => 0);
    expect(brownout.level).toBe(0);
  });

  it('takes no notice of a burst of a few questions', () => {
    const brownout = new Brownout(3);
    observe(brownout, 0, 3_000, (now) => Math.max(0, 450 - now));
    expect(brownout.level).toBe(0);
  });

  it('leaves critical its parts longest', () => {
    const brownout = new Brownout(3);
    observe(brownout, 0, 2_000, (now) => 1_000 + now);
    expect(STEPS.filter((step) => brownout.leavesOut(step, 'critical'))).toEqual(['background']);
  });

  it('makes critical as cheap as the others while its own questions are rejected, and for two seconds', () => {
    const brownout = new Brownout(3);
    const left = () => STEPS.filter((step) => brownout.leavesOut(step, 'critical')).length;
    let now = observe(brownout, 0, 2_000, (at) => 1_000 + at);
    brownout.noteRejected(now, 'strategic');
    expect(left()).toBe(1);
    brownout.noteRejected(now, 'critical');
    expect(left()).toBe(3);
    now = observe(brownout, now, 1_900, () => 3_000);
    expect(left()).toBe(3);
    observe(brownout, now, 200, () => 3_000);
    expect(left()).toBe(1);
  });

  it('never leaves its bounds, and ends in full answers when the load is gone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6_000 }), { maxLength: 200 }),
        fc.integer({ min: 0, max: 3 }),
        (backlogs, max) => {
          const brownout = new Brownout(max);
          let now = 0;
          for (const backlogMs of backlogs) {
            brownout.observe((now += 100), backlogMs);
            expect(brownout.level).toBeGreaterThanOrEqual(0);
            expect(brownout.level).toBeLessThanOrEqual(max);
          }
          observe(brownout, now, 8_200, () => 0);
          expect(brownout.level).toBe(0);
        },
      ),
    );
  });
});
