import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { ManualClock } from '../../core/index.js';
import { powerOfTwoChoices } from '../../resilience/index.js';

import { Endpoint, type CallVerdict } from './endpoint.js';

const EJECTION = { consecutiveFailures: 3, durationMs: 1_000, slowStartMs: 4_000 };

function endpoint(clock: ManualClock, name = 'stub/0', weight = 1): Endpoint {
  return new Endpoint({ name, weight, capacity: 8, ejection: EJECTION }, clock);
}

/** Calls that end at once, one after another. */
function calls(on: Endpoint, ...kinds: Exclude<CallVerdict['kind'], 'busy'>[]): void {
  for (const kind of kinds) on.begin()({ kind });
}

describe('Endpoint', () => {
  it('is ejected after failures in a row, probed by one call, and started slowly', async () => {
    const clock = new ManualClock();
    const one = endpoint(clock);
    calls(one, 'failed', 'failed', 'succeeded', 'failed', 'failed', 'failed');
    expect([one.state, one.admits]).toEqual(['ejected', false]);
    await clock.advance(1_000);
    expect(one.isProbeDue).toBe(true);
    const probe = one.begin();
    expect([one.state, one.admits, one.isProbeDue]).toEqual(['probing', false, false]);
    probe({ kind: 'succeeded' });
    expect([one.state, one.slowStartFactor]).toEqual(['up', 0.1]);
    await clock.advance(2_000);
    expect(one.slowStartFactor).toBe(0.5);
    await clock.advance(2_000);
    expect(one.slowStartFactor).toBe(1);
  });

  it('is probed after a minute when its provider asks for a day of rest', async () => {
    const clock = new ManualClock();
    const one = endpoint(clock);
    one.begin()({ kind: 'busy', retryAfterMs: 86_400_000 });
    expect([one.admits, one.unavailableMs]).toEqual([false, 60_000]);
    await clock.advance(60_000);
    expect(one.isProbeDue).toBe(true);
    const probe = one.begin();
    expect(one.admits).toBe(false);
    probe({ kind: 'busy', retryAfterMs: 86_400_000 });
    expect(one.unavailableMs).toBe(60_000);
    await clock.advance(60_000);
    one.begin()({ kind: 'succeeded' });
    expect([one.state, one.slowStartFactor]).toEqual(['up', 0.1]);
  });

  it('rests as long as its provider asks for, up to a minute', async () => {
    const clock = new ManualClock();
    const one = endpoint(clock);
    one.begin()({ kind: 'busy', retryAfterMs: 30_000 });
    await clock.advance(29_999);
    expect(one.state).toBe('coolingDown');
    await clock.advance(1);
    expect([one.state, one.isProbeDue]).toEqual(['up', false]);
  });

  it('is ejected for longer each time a probe fails, up to ten times', async () => {
    const clock = new ManualClock();
    const one = endpoint(clock);
    calls(one, 'failed', 'failed', 'failed');
    const lengths: number[] = [];
    for (let i = 0; i < 6; i++) {
      lengths.push(one.unavailableMs);
      await clock.advance(one.unavailableMs);
      calls(one, 'failed');
    }
    expect(lengths).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('cools down for as long as the provider says', async () => {
    const clock = new ManualClock();
    const one = endpoint(clock);
    one.begin()({ kind: 'busy', retryAfterMs: 500 });
    expect([one.state, one.admits, one.unavailableMs]).toEqual(['coolingDown', false, 500]);
    await clock.advance(500);
    expect([one.state, one.admits]).toEqual(['up', true]);
  });

  it('stays in its probe when a call ends that began before the ejection', async () => {
    const clock = new ManualClock();
    const one = endpoint(clock);
    const early = one.begin();
    calls(one, 'failed', 'failed', 'failed');
    await clock.advance(1_000);
    const probe = one.begin();
    early({ kind: 'abandoned' });
    expect(one.state).toBe('probing');
    probe({ kind: 'succeeded' });
    expect(one.state).toBe('up');
  });
});

describe('powerOfTwoChoices', () => {
  it('never takes the worse of the two it draws, and reaches every candidate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100), { minLength: 2, maxLength: 6 }),
        fc.infiniteStream(fc.nat(999)),
        (costs, dice) => {
          const candidates = costs.map((cost, at) => ({ cost, at, isProbeDue: false }));
          const random = () => Number(dice.next().value) / 1_000;
          const worst = Math.max(...costs);
          const chosen = powerOfTwoChoices(candidates, random);
          if (costs.filter((cost) => cost === worst).length === 1) expect(chosen?.cost).not.toBe(worst);
        },
      ),
    );
  });

  it('prefers a due probe', () => {
    const probe = { cost: 1_000, isProbeDue: true };
    expect(powerOfTwoChoices([{ cost: 0, isProbeDue: false }, probe], Math.random)).toBe(probe);
    expect(powerOfTwoChoices([], Math.random)).toBeUndefined();
  });

  /** Calls arrive evenly and take as long as their endpoint takes; a simulation in steps of a millisecond. */
  async function sharesOf(
    latencies: readonly number[],
    weights: readonly number[],
    callsPerSecond: number,
  ): Promise<number[]> {
    const clock = new ManualClock();
    const endpoints = latencies.map((_, at) => endpoint(clock, `stub/${at}`, weights[at]));
    let seed = 42;
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const calls = latencies.map(() => 0);
    for (let at = 0; at < 1_500; at++) {
      const candidates = endpoints.filter(({ isFull }) => !isFull);
      const chosen = powerOfTwoChoices(
        candidates.map((one) => ({ one, cost: one.cost, isProbeDue: false })),
        random,
      )?.one;
      if (chosen !== undefined) {
        const number = endpoints.indexOf(chosen);
        calls[number] = (calls[number] ?? 0) + 1;
        const end = chosen.begin();
        clock.schedule(latencies[number] ?? 0, () => end({ kind: 'succeeded' }));
      }
      await clock.advance(1_000 / callsPerSecond);
    }
    return calls.map((count) => count / 1_500);
  }

  it.each([5, 20, 40])('sends few of %i calls a second to an endpoint that is ten times slower', async (rate) => {
    const [, , slow] = await sharesOf([100, 100, 1_000], [1, 1, 1], rate);
    expect(slow).toBeLessThan(0.04);
  });

  it('distributes by weight between equal endpoints under load', async () => {
    const [light = 0, heavy = 0] = await sharesOf([200, 200], [1, 3], 50);
    expect(heavy / light).toBeGreaterThan(2);
    expect(heavy / light).toBeLessThan(4.5);
  });
});
