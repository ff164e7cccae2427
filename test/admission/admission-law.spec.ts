import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { loadConfig } from '../../src/config/index.js';
import type { Clock } from '../../src/core/index.js';
import { LatencyPredictor } from '../../src/optimizer/latency-predictor.js';
import { Admission, AdmissionPlanner, ClassPolicy } from '../../src/optimizer/index.js';
import { ResponseReserve } from '../../src/optimizer/response-reserve.js';
import {
  burstOf,
  Core,
  handlerOf,
  loadOf,
  meanCostMs,
  mostInTime,
  noisyShare,
  randomOf,
  simulate,
  SimulatedClock,
  type Arrival,
  type Outcome,
  type Shares,
} from '../support/simulated-service.js';

type Mix = Parameters<typeof meanCostMs>[0];

const config = loadConfig({ env: {}, cwd: '/' });
const AUTO: Mix = [['auto', 1]];
const CLASSES: Mix = [
  ['critical', 0.05],
  ['strategic', 0.45],
  ['enhanced', 0.3],
  ['multi-persona', 0.2],
];
const TENANTS: Shares<string> = [
  ['heavy', 0.7],
  ['one', 0.1],
  ['two', 0.1],
  ['three', 0.1],
];
/** Nothing arrives that late, simulated milliseconds. */
const END_MS = 60_000;

function deciding(clock: Clock) {
  const classes = new ClassPolicy(config.classes, clock);
  const admission = new Admission(config.admission, config.classes, clock);
  const reserve = new ResponseReserve(config.replyReserve, clock);
  const planner = new AdmissionPlanner(admission, classes, new LatencyPredictor(), reserve, clock);
  return { admission, classes, planner };
}

/** Runs a load on a process that has answered some questions before. */
async function run(arrivals: readonly Arrival[], shareAt: (at: number) => number, seed: number) {
  const clock = new SimulatedClock();
  const parts = deciding(clock);
  const earlier = loadOf({ perSecond: 10, untilMs: 2_000, mix: AUTO, random: randomOf(seed) });
  const core = () => new Core(shareAt, END_MS, randomOf(seed + 2));
  const all = await simulate([...earlier, ...arrivals], {
    clock,
    core: core(),
    handler: handlerOf(parts),
    isWarm: true,
  });
  const outcomes = all.filter(({ arrival }) => arrival.at >= 2_000);
  expect(parts.admission.state).toMatchObject({ inFlight: 0, open: 0, queued: 0 });
  return { outcomes, best: mostInTime(arrivals, core(), true) };
}

const shareOf = (outcomes: readonly Outcome[], ...fates: Outcome['fate'][]) =>
  outcomes.filter(({ fate }) => fates.includes(fate)).length / Math.max(1, outcomes.length);
const rateOf = (times: number, mix: Mix, share = 1) => (times * share * 1_000) / meanCostMs(mix);

describe('the law of admission, simulated', () => {
  it('refuses and delays next to nothing below the capacity, on any share of the core', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.constantFrom(1 / 3, 1 / 2, 2 / 3, 1),
      fc.double({ min: 0.1, max: 0.8, noNaN: true }),
      fc.constantFrom(AUTO, CLASSES.slice(1)),
      async (seed, share, times, mix) => {
        const perSecond = rateOf(times, mix, share);
        const arrivals = loadOf({ perSecond, fromMs: 2_500, untilMs: 12_500, mix, random: randomOf(seed) });
        const { outcomes } = await run(arrivals, () => share, seed);
        expect(shareOf(outcomes, 'refused')).toBeLessThanOrEqual(0.01);
        expect(shareOf(outcomes, 'late', 'refused-late')).toBeLessThanOrEqual(0.01);
      },
    );
    await fc.assert(property, { numRuns: 15, seed: 26 });
  });

  it('queues bursts that can be answered in time, whatever the share of the core', async () => {
    for (const [share, count] of [
      [1, 30],
      [1, 100],
      [1 / 3, 30],
    ] as const) {
      for (let seed = 1; seed <= 4; seed++) {
        const { outcomes } = await run(burstOf(count, 2_500, AUTO, randomOf(seed)), () => share, seed);
        expect(shareOf(outcomes, 'in-time')).toBe(1);
      }
    }
  });

  it('answers nearly as many as possible of a burst that is three times too large', async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const { outcomes, best } = await run(burstOf(300, 2_500, AUTO, randomOf(seed)), () => 1 / 3, seed);
      expect(outcomes.filter(({ fate }) => fate === 'in-time').length).toBeGreaterThan(0.55 * best);
      expect(shareOf(outcomes, 'late', 'refused-late')).toBeLessThan(0.2);
    }
  });

  it('keeps the core busy in a lasting overload, with critical first and waits short', async () => {
    const [fromMs, untilMs] = [2_500, 22_500];
    for (const times of [2, 5]) {
      const arrivals = loadOf({
        perSecond: rateOf(times, CLASSES),
        fromMs,
        untilMs,
        mix: CLASSES,
        tenants: TENANTS,
        random: randomOf(5),
      });
      const { outcomes } = await run(arrivals, () => 1, 5);
      const goodput = outcomes.filter(({ fate }) => fate === 'in-time').length / ((untilMs - fromMs) / 1_000);
      expect(goodput).toBeGreaterThan(0.95 * rateOf(1, CLASSES));
      const critical = outcomes.filter(({ arrival }) => arrival.asked === 'critical');
      expect(shareOf(critical, 'in-time')).toBeGreaterThan(0.99);
      // Once it lasts, nothing waits for long any more.
      const later = outcomes.filter(({ arrival, fate }) => arrival.at > 12_000 && fate === 'in-time');
      const waits = later.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
      expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(300);
      expect(
        shareOf(
          outcomes.filter(({ arrival }) => arrival.at > 12_000),
          'late',
          'refused-late',
        ),
      ).toBeLessThan(0.01);
    }
  });

  it('gives tenants that ask little what they ask for while another one floods', async () => {
    const perSecond = rateOf(2, AUTO);
    const random = randomOf(6);
    const arrivals = loadOf({ perSecond, fromMs: 2_500, untilMs: 17_500, mix: AUTO, tenants: TENANTS, random });
    const { outcomes } = await run(arrivals, () => 1, 6);
    const ofLight = outcomes.filter(({ arrival }) => arrival.tenant !== 'heavy');
    expect(shareOf(ofLight, 'in-time')).toBeGreaterThan(0.99);
  });

  it('refuses little beside neighbours that come and go', async () => {
    for (const seed of [1, 2, 3]) {
      const random = randomOf(seed);
      const arrivals = loadOf({
        perSecond: rateOf(0.6, AUTO, 0.75),
        fromMs: 2_500,
        untilMs: 17_500,
        mix: AUTO,
        random,
      });
      const { outcomes } = await run(arrivals, noisyShare(randomOf(seed + 1)), seed);
      expect(shareOf(outcomes, 'refused', 'refused-late', 'late')).toBeLessThanOrEqual(0.01);
    }
  });
});
