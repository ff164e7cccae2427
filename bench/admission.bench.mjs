// What admission decides, in simulated time: the product's own code of dist/optimizer, on a core of which it gets a share,
// under loads, bursts and mixes of classes, with noisy service times and a cold start. Nothing is timed, so a busy machine
// gives the same figures. Prints for each cell how many questions were refused although a scheduler that knows the future
// could have answered them too, and how many were admitted and then late; draws admission.svg.
// ADMISSION_BROWNOUT bounds how much answers go without (0, so that each answer counts as a whole one).
// ADMISSION_SECONDS sets the length of each load (20), ADMISSION_DIST another build to simulate, ADMISSION_SEEDS how many
// loads of each cell (2).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
} from '../test/support/simulated-service.ts';
import { quantile, report, RESULTS } from './support/figures.mjs';
import { heatmap } from './support/heatmap.mjs';

const SECONDS = Number(process.env.ADMISSION_SECONDS ?? 20);
const SEEDS = Number(process.env.ADMISSION_SEEDS ?? 2);
const DIST = process.env.ADMISSION_DIST ?? join(import.meta.dirname, '../dist');
const ONLY = process.env.ADMISSION_ONLY;
const load = (file) => import(join(DIST, file));
const { Admission, AdmissionPlanner, ClassPolicy } = await load('optimizer/index.js');
const { LatencyPredictor } = await load('optimizer/latency-predictor.js');
const { ResponseReserve } = await load('optimizer/response-reserve.js');
const { loadConfig } = await load('config/index.js');
const config = loadConfig({ env: {}, cwd: '/' });
const maxBrownout = Number(process.env.ADMISSION_BROWNOUT ?? 0);

/** The product's admission for one simulated process. */
function deciding(clock) {
  const classes = new ClassPolicy(config.classes, clock);
  const admission = new Admission({ ...config.admission, maxBrownout }, config.classes, clock);
  const reserve = new ResponseReserve(config.replyReserve, clock);
  const planner = new AdmissionPlanner(admission, classes, new LatencyPredictor(), reserve, clock);
  return { admission, classes, planner };
}

const MIXES = {
  auto: [['auto', 1]],
  classes: [
    ['critical', 0.05],
    ['strategic', 0.45],
    ['enhanced', 0.3],
    ['multi-persona', 0.2],
  ],
  patient: [
    ['critical', 0.05],
    ['auto', 0.95],
  ],
};
const TENANTS = [
  ['heavy', 0.7],
  ['one', 0.1],
  ['two', 0.1],
  ['three', 0.1],
];
const CORES = {
  whole: () => () => 1,
  'two thirds': () => () => 2 / 3,
  third: () => () => 1 / 3,
  neighbours: (random) => noisyShare(random),
};
const MEAN_SHARE = { whole: 1, 'two thirds': 2 / 3, third: 1 / 3, neighbours: 0.75 };
const LOADS = [0.2, 0.5, 0.8, 1, 1.4, 2, 3.5, 5, 10];
const BURSTS = [20, 30, 100, 200, 300];

/** What a process has answered before the load begins. */
const earlier = (random) => loadOf({ perSecond: 10, untilMs: 2_000, mix: MIXES.auto, random });

async function run({ core: coreName, arrivals, seed, seconds, isWarm, countedMs = Infinity }) {
  const shareAt = CORES[coreName](randomOf(seed + 1));
  const untilMs = seconds * 1_000 + 5_000;
  const core = new Core(shareAt, untilMs, randomOf(seed + 2));
  const clock = new SimulatedClock();
  const all = await simulate(arrivals, { clock, core, handler: handlerOf(deciding(clock)), isWarm });
  const outcomes = all.filter(({ arrival }) => arrival.at < countedMs);
  const count = (...fates) => outcomes.filter(({ fate }) => fates.includes(fate)).length;
  const inTime = count('in-time');
  const late = count('late', 'refused-late');
  const best = mostInTime(
    arrivals,
    new Core(CORES[coreName](randomOf(seed + 1)), untilMs, randomOf(seed + 2)),
    isWarm,
    countedMs,
  );
  const critical = outcomes.filter(({ arrival }) => arrival.asked === 'critical');
  const light = outcomes.filter(({ arrival }) => arrival.tenant !== 'heavy' && arrival.asked !== 'critical');
  return {
    offered: outcomes.length,
    inTime,
    late,
    answeredLate: count('late'),
    refused: count('refused', 'refused-late'),
    best,
    critical: critical.length,
    criticalInTime: critical.filter(({ fate }) => fate === 'in-time').length,
    light: light.length,
    lightInTime: light.filter(({ fate }) => fate === 'in-time').length,
    tookMs: outcomes.filter(({ fate }) => fate === 'in-time').map(({ tookMs }) => tookMs),
  };
}

function summed(runs) {
  const sum = (name) => runs.reduce((total, one) => total + one[name], 0);
  const offered = sum('offered');
  const percent = (value, of = offered) => (of === 0 ? null : Number(((100 * value) / of).toFixed(1)));
  return {
    offered,
    'in time %': percent(sum('inTime')),
    'of possible %': percent(sum('inTime'), sum('best')),
    'refused %': percent(sum('refused')),
    'refused though possible %': percent(
      runs.reduce((total, { best, inTime, late }) => total + Math.max(0, best - inTime - late), 0),
    ),
    'admitted though late %': percent(sum('late')),
    'critical in time %': percent(sum('criticalInTime'), sum('critical')),
    'light tenants in time %': percent(sum('lightInTime'), sum('light')),
    'p99 ms': Math.round(
      quantile(
        runs.flatMap(({ tookMs }) => tookMs),
        0.99,
      ) ?? 0,
    ),
  };
}

mkdirSync(RESULTS, { recursive: true });
const cells = {};
const SEED_PER_SECOND = 17;
async function cell(name, make) {
  if (ONLY !== undefined && !new RegExp(ONLY).test(name)) return;
  const runs = [];
  for (let seed = 1; seed <= SEEDS; seed++) runs.push(await run({ seed: seed * 1_000, ...make(randomOf(seed)) }));
  cells[name] = summed(runs);
}

for (const core of ['third', 'neighbours']) {
  await cell(`seed load, ${core}, cold`, (random) => ({
    core,
    seconds: SECONDS,
    arrivals: loadOf({ perSecond: SEED_PER_SECOND, untilMs: SECONDS * 1_000, mix: MIXES.auto, random }),
  }));
}
for (const core of ['whole', 'third']) {
  for (const count of BURSTS) {
    for (const isWarm of [false, true]) {
      await cell(`burst of ${count}, ${core}, ${isWarm ? 'warm' : 'cold'}`, (random) => ({
        core,
        isWarm,
        seconds: 8,
        arrivals: [...(isWarm ? earlier(random) : []), ...burstOf(count, 2_500, MIXES.auto, random)],
      }));
    }
  }
}
for (const [mixName, mix] of Object.entries(MIXES)) {
  for (const core of Object.keys(CORES)) {
    for (const times of LOADS) {
      await cell(`${times} ×, ${mixName}, ${core}`, (random) => ({
        core,
        isWarm: true,
        seconds: SECONDS + 6,
        // What would be answered after the load has ended says nothing of the load.
        countedMs: 2_500 + SECONDS * 1_000,
        arrivals: [
          ...earlier(random),
          ...loadOf({
            perSecond: (times * MEAN_SHARE[core] * 1_000) / meanCostMs(mix),
            fromMs: 2_500,
            untilMs: 6_000 + SECONDS * 1_000,
            mix,
            tenants: TENANTS,
            random,
          }),
        ],
      }));
    }
  }
}
console.table(cells);
writeFileSync(join(RESULTS, 'admission-cells.json'), `${JSON.stringify(cells, undefined, 2)}\n`);

const REFUSED = 'refused though possible %';
const LATE = 'admitted though late %';
const rowsOf = (what, names, columns, nameOf) =>
  names.map((name) => ({ name, values: columns.map((column) => cells[nameOf(name, column)]?.[what] ?? null) }));
const loadRows = (what) =>
  Object.keys(MIXES).flatMap((mix) =>
    rowsOf(what, Object.keys(CORES), LOADS, (core, times) => `${times} ×, ${mix}, ${core}`).map(({ name, values }) => ({
      name: `${mix}, ${name}`,
      values,
    })),
  );
const burstRows = (what) =>
  rowsOf(
    what,
    ['whole, warm', 'third, warm', 'whole, cold', 'third, cold'],
    BURSTS,
    (name, count) => `burst of ${count}, ${name}`,
  );
writeFileSync(
  join(RESULTS, 'admission.svg'),
  heatmap({
    title: 'Admission in simulated time: percent of the questions offered',
    tables: [
      ...[REFUSED, LATE].map((what) => ({
        title: `${what.slice(0, -2)}, by mix, share of the core, and load`,
        columns: LOADS.map((times) => `${times} ×`),
        rows: loadRows(what),
        darkest: 10,
      })),
      ...[REFUSED, LATE].map((what) => ({
        title: `${what.slice(0, -2)}, bursts of auto questions`,
        columns: BURSTS.map(String),
        rows: burstRows(what),
        darkest: 50,
      })),
    ],
  }),
);

const of = (pattern, what) =>
  Object.entries(cells)
    .filter(([name]) => pattern.test(name))
    .map(([, cell]) => cell[what])
    .filter((value) => value !== null);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
if (ONLY === undefined) {
  const figures = {};
  for (const [title, pattern] of [
    ['loads up to 0.8 ×', /^0\.\d ×/],
    ['load of 1 ×', /^1 ×/],
    ['loads of 1.4 and 2 ×', /^(?:1\.4|2) ×/],
    ['loads of 3.5 × and more', /^(?:3\.5|5|10) ×/],
    ['bursts, warm', /^burst.*warm/],
  ]) {
    figures[`${title}: refused though possible, mean (%)`] = { measured: mean(of(pattern, REFUSED)), must: 1 };
    figures[`${title}: admitted though late, mean (%)`] = { measured: mean(of(pattern, LATE)), must: 1 };
    const critical = of(pattern, 'critical in time %');
    if (critical.length > 0) figures[`${title}: critical in time, mean (%)`] = { measured: mean(critical) };
  }
  report('admission', figures);
}
