import { describe, expect, it } from '@jest/globals';

import { loadConfig } from '../../src/config/index.js';
import { ArrivalWatch } from '../../src/optimizer/arrival-watch.js';
import { LatencyPredictor } from '../../src/optimizer/latency-predictor.js';
import { Admission, AdmissionPlanner, ClassPolicy } from '../../src/optimizer/index.js';
import { ResponseReserve } from '../../src/optimizer/response-reserve.js';
import {
  burstOf,
  Core,
  handlerOf,
  loadOf,
  randomOf,
  simulate,
  SimulatedClock,
  type Arrival,
  type ClassName,
  type Outcome,
} from '../support/simulated-service.js';

const config = loadConfig({ env: {}, cwd: '/' });
/** Without `critical`, whose whole deadline is no longer than a pause of the machine. */
const LONGER: readonly (readonly [ClassName, number])[] = [
  ['strategic', 1],
  ['enhanced', 1],
  ['multi-persona', 1],
];
const END_MS = 60_000;

/** Every MCP server hangs, so that each reply waits until it is due. */
async function run(arrivals: readonly Arrival[], shareAt: (at: number) => number): Promise<Outcome[]> {
  const clock = new SimulatedClock();
  const classes = new ClassPolicy(config.classes, clock, new ArrivalWatch(clock));
  const admission = new Admission(config.admission, config.classes, clock);
  const reserve = new ResponseReserve(config.replyReserve, clock);
  const planner = new AdmissionPlanner(admission, classes, new LatencyPredictor(), reserve, clock);
  const handler = handlerOf({ admission, classes, planner }, clock);
  return simulate(arrivals, { clock, core: new Core(shareAt, END_MS, randomOf(3)), handler, isWarm: true });
}

const shareOf = (outcomes: readonly Outcome[], fate: Outcome['fate']) =>
  outcomes.filter((outcome) => outcome.fate === fate).length / outcomes.length;
const meanTookMs = (outcomes: readonly Outcome[], name: ClassName) => {
  const took = outcomes.filter(({ arrival }) => arrival.is === name).map(({ tookMs }) => tookMs);
  return took.reduce((sum, ms) => sum + ms, 0) / took.length;
};

describe('replies that wait for servers that hang, simulated', () => {
  it.each([20, 60])('sends %i that are due together in time, and lets them wait nevertheless', async (count) => {
    for (let seed = 1; seed <= 4; seed++) {
      const outcomes = await run(burstOf(count, 500, LONGER.slice(0, 2), randomOf(seed)), () => 1);
      expect(shareOf(outcomes, 'in-time')).toBeGreaterThanOrEqual(0.98);
      expect(meanTookMs(outcomes, 'enhanced')).toBeGreaterThan(1_700);
    }
  });

  it.each([
    ['has half of its core', 60, () => 0.5],
    ['stops for a tenth of a second again and again', 40, (at: number) => (at % 900 < 100 ? 0.02 : 1)],
  ])('keeps the deadlines on a machine that %s', async (_, perSecond, shareAt) => {
    const arrivals = loadOf({ perSecond, untilMs: 30_000, mix: LONGER, random: randomOf(2) });
    const outcomes = await run(arrivals, shareAt);
    // Until that has been learnt, replies are late.
    const later = outcomes.filter(({ arrival }) => arrival.at > 5_000);
    expect(shareOf(later, 'late')).toBeLessThan(0.02);
    expect(meanTookMs(later, 'enhanced')).toBeGreaterThan(1_500);
  });
});
