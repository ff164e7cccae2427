// What overload does: ten times the capacity offered by several tenants in every class, by a driver that does not wait
// for answers. The service has one core to itself and the driver another, so that capacity is that of one core; what
// other processes took meanwhile is reported with the figures. OVERLOAD_SECONDS sets the length of the overload (30),
// SWEEP_SECONDS that of each fixed limit (6), SWEEP_ROUNDS how often (1), HUNG_REQUESTS how many of each class meet servers
// that hang (250), OVERLOAD_ATTEMPTS how often a host that is busy otherwise is tried (2).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { OpenLoop } from '../test/support/open-loop.ts';
import { median, quantile, report } from './support/figures.mjs';
import { picture } from './support/picture.mjs';
import { cpuMs, machineCpuMs, stolenMs } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { startService } from './support/service.mjs';
import { silentServer } from './support/silent-server.mjs';

const SECONDS = Number(process.env.OVERLOAD_SECONDS ?? 30);
const SWEEP_SECONDS = Number(process.env.SWEEP_SECONDS ?? 6);
const SWEEP_ROUNDS = Number(process.env.SWEEP_ROUNDS ?? 1);
const HUNG_PER_CLASS = Number(process.env.HUNG_REQUESTS ?? 250);
const DEADLINES = { critical: 100, strategic: 500, enhanced: 2_000, 'multi-persona': 3_000 };
/** What an answer may take beyond its deadline when every server hangs. */
const GRACE_MS = 50;
const [SERVICE_CORE, DRIVER_CORE] = [0, 1];
const IS_PINNED = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;
if (IS_PINNED) spawnSync('taskset', ['-a', '-c', '-p', String(DRIVER_CORE), String(process.pid)]);
const start = (yaml) => startService({ yaml, ...(IS_PINNED ? { core: SERVICE_CORE } : {}) });
/** Above this share of its core taken by the host, an overload says more about the host; the quietest of so many counts. */
const QUIET_SHARE = 0.01;
const ATTEMPTS = Number(process.env.OVERLOAD_ATTEMPTS ?? 2);
/** Callers of the closed loop: enough to keep a core busy, too few for one of them to be refused. */
const CALLERS = 8;
const PAUSE_AFTER_REFUSAL_MS = 20;
/** Share of the offered load by class: critical alone is half of the capacity at ten times its load. */
const CLASSES = [
  ['critical', 0.05],
  ['strategic', 0.45],
  ['enhanced', 0.3],
  ['multi-persona', 0.2],
];
/** One tenant sends most. */
const TENANTS = [
  ['heavy', 0.7],
  ['one', 0.1],
  ['two', 0.1],
  ['three', 0.1],
];
const SUBJECTS = ['deploys', 'incidents', 'the roadmap', 'hiring', 'the platform', 'tech debt', 'our OKRs', 'vendors'];
const QUESTIONS = SUBJECTS.map(
  (subject) =>
    `Our three squads keep waiting on the infra group for ${subject}, and every quarter the plan slips again. ` +
    'Two directors disagree about ownership, the board asks for a date, and the teams are tired of escalations. What should we change first?',
);

const keyOf = (tenant) => `key-of-${tenant}`;
const configOf = (limits = '', extra = '') => `
access:
  keys: [${TENANTS.map(([tenant]) => `{ id: ${tenant}, tenant: ${tenant}, entitlements: [ask, critical], sha256: ${createHash('sha256').update(keyOf(tenant)).digest('hex')} }`).join(', ')}]
  # Admission is what is measured, not what one caller may send.
  limits:
    key: { requests: 1000000000, answers: 1000000 }
    tenant: { requests: 1000000000, answers: 1000000 }
admission: { ${limits} }
${extra}`;

function pick(shares, random) {
  let rest = random;
  for (const [name, share] of shares) if ((rest -= share) < 0) return name;
  return shares[0][0];
}

/** The same sequence in every run. */
function numbers(seed) {
  let state = seed;
  return () => ((state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0) / 2 ** 32;
}

function requests(seed = 1) {
  const random = numbers(seed);
  return (i) => {
    const requestClass = pick(CLASSES, random());
    const tenant = pick(TENANTS, random());
    return {
      class: requestClass,
      tenant,
      headers: { authorization: `Bearer ${keyOf(tenant)}` },
      body: JSON.stringify({ question: QUESTIONS[i % QUESTIONS.length], class: requestClass, noCache: true }),
    };
  };
}

const inTime = ({ status, latencyMs, class: name }) => status === 200 && latencyMs <= DEADLINES[name];
const inTimeOrJustAfter = ({ status, latencyMs, class: name }) =>
  status === 200 && latencyMs <= DEADLINES[name] + GRACE_MS;
const goodputOf = (results, seconds) => results.filter(inTime).length / seconds;
const shareOf = (results, holds) => (results.length === 0 ? 1 : results.filter(holds).length / results.length);

/** Requests a second that are answered while a few callers wait for theirs. */
async function capacityOf(loop, seconds) {
  const next = requests(7);
  const until = performance.now() + seconds * 1_000;
  let answered = 0;
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      for (let i = caller; performance.now() < until; i += CALLERS) {
        if ((await loop.send(next(i))).status === 200) answered++;
        // Who asks again at once would take from the others what is to be measured.
        else await pause(PAUSE_AFTER_REFUSAL_MS);
      }
    }),
  );
  return answered / seconds;
}

async function metricsOf(url) {
  const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${keyOf('one')}` } })).text();
  const sum = (name, label) =>
    [...text.matchAll(new RegExp(`^claude_director_${name}(\\{[^}]*\\})? (\\S+)$`, 'gm'))]
      .filter(([, labels]) => label === undefined || labels?.includes(label))
      .reduce((total, [, , value]) => total + Number(value), 0);
  return { sum };
}

/** Overload, with what came before and after it. */
async function overload() {
  const service = await start(configOf());
  const loop = new OpenLoop(service.url);
  // Until what is hot is compiled.
  await capacityOf(loop, 10);
  const capacity = await capacityOf(loop, 4);
  const seconds = Math.max(3, Math.min(8, SECONDS / 4));
  let peak = 0;
  for (const load of [0.8, 1, 1.2]) {
    peak = Math.max(
      peak,
      goodputOf(await loop.offer({ perSecond: capacity * load, seconds, next: requests(2) }), seconds),
    );
  }
  const baseline = await loop.offer({ perSecond: capacity * 0.4, seconds, next: requests(3) });
  const baselineP99 = quantile(
    baseline.filter(({ status }) => status === 200).map(({ latencyMs }) => latencyMs),
    0.99,
  );

  const startedAt = performance.now();
  const limits = [];
  const watch = setInterval(() => {
    const t = (performance.now() - startedAt) / 1_000;
    metricsOf(service.url)
      .then(({ sum }) => limits.push([t, sum('admission_limit'), sum('admission_queued')]))
      .catch(() => undefined);
  }, 1_000);
  const before = await loop.offer({ perSecond: capacity * 0.4, seconds: 5, next: requests(4) });
  const overloadAt = performance.now();
  const ourCpuMs = () => cpuMs(service.pid) + cpuMs();
  const [machineBefore, oursBefore, stolenBefore] = [machineCpuMs(), ourCpuMs(), stolenMs(SERVICE_CORE)];
  const during = await loop.offer({ perSecond: capacity * 10, seconds: SECONDS, next: requests(5) });
  const overloadEnd = overloadAt + SECONDS * 1_000;
  const stolenShare = (stolenMs(SERVICE_CORE) - stolenBefore) / (performance.now() - overloadAt);
  const othersMs = machineCpuMs() - machineBefore - (ourCpuMs() - oursBefore);
  const othersCores = Math.max(0, othersMs) / (performance.now() - overloadAt);
  const after = await loop.offer({ perSecond: capacity * 0.4, seconds: 12, next: requests(6) });
  clearInterval(watch);
  loop.close();
  await service.stop();

  const shed = during.filter(({ status }) => status === 503);
  const answered = during.filter(({ status }) => status === 200);
  const critical = during.filter(({ class: name }) => name === 'critical');
  const all = [...before, ...during, ...after];
  const length = (performance.now() - startedAt) / 1_000;
  return {
    draw: () => draw({ all, limits, startedAt, length, peak }),
    stolenShare,
    capacity,
    peak,
    baselineP99,
    criticalInTime: shareOf(critical, inTime),
    admittedInTime: shareOf(answered, inTime),
    lost: during.filter(({ status }) => status !== 200 && status !== 503).length,
    offered: during.length / SECONDS,
    goodput: goodputOf(during, SECONDS),
    refusalP99: quantile(
      shed.map(({ latencyMs }) => latencyMs),
      0.99,
    ),
    retryAfter: shareOf(shed, ({ retryAfter }) => Number(retryAfter) >= 1),
    recoveryS: recoveryOf(after, overloadEnd, baselineP99),
    lightShare: shareOf(
      during.filter(({ class: name, tenant }) => tenant !== 'heavy' && name !== 'critical'),
      inTime,
    ),
    heavyShare: shareOf(
      during.filter(({ class: name, tenant }) => tenant === 'heavy' && name !== 'critical'),
      inTime,
    ),
    othersCores,
  };
}

async function quietestOverload() {
  let quietest;
  for (let i = 0; i < ATTEMPTS; i++) {
    const attempt = await overload();
    console.log(`overload ${i + 1}: the host took ${(attempt.stolenShare * 100).toFixed(1)} % of the core`);
    if (quietest === undefined || attempt.stolenShare < quietest.stolenShare) quietest = attempt;
    if (quietest.stolenShare <= QUIET_SHARE) break;
  }
  return quietest;
}

/** Seconds until the p99 of half a second is within half as much again of the baseline, and stays so for a second. */
function recoveryOf(after, since, baselineP99) {
  const windows = Array.from({ length: 20 }, (_, i) => {
    const inWindow = after.filter(({ startedAt }) => Math.floor((startedAt - since) / 500) === i);
    const restored = inWindow.filter(({ status, latencyMs }) => status === 200 && latencyMs <= baselineP99 * 1.5 + 5);
    return inWindow.length === 0 || restored.length >= inWindow.length * 0.98;
  });
  const first = windows.findIndex((holds, i) => holds && (windows[i + 1] ?? true));
  return first < 0 ? 10 : (first + 1) / 2;
}

function draw({ all, limits, startedAt, length, peak }) {
  const buckets = Array.from({ length: Math.ceil(length) }, (_, second) =>
    all.filter((result) => Math.floor((result.startedAt - startedAt) / 1_000) === second),
  );
  const over = (name, value) => ({ name, points: buckets.map((bucket, t) => [t, value(bucket)]) });
  const p99 = (name) =>
    over(
      name,
      (bucket) =>
        quantile(
          bucket.filter((r) => r.class === name && r.status === 200).map((r) => r.latencyMs),
          0.99,
        ) ?? 0,
    );
  const svg = picture({
    title: 'Ten times the capacity offered, then the load of before',
    seconds: length,
    panels: [
      {
        title: 'Goodput: answered in time',
        unit: 'requests/s',
        series: [over('in time', (bucket) => bucket.filter(inTime).length)],
        marks: [{ name: 'peak', y: peak }],
      },
      {
        title: 'Offered and refused',
        unit: 'requests/s',
        series: [
          over('offered', (b) => b.length),
          over('refused', (b) => b.filter(({ status }) => status === 503).length),
        ],
      },
      { title: 'Latency of answers, p99', unit: 'ms', series: Object.keys(DEADLINES).map(p99) },
      {
        title: 'Limit found, and queue',
        unit: 'questions',
        series: [
          { name: 'limit', points: limits.map(([t, limit]) => [t, limit]) },
          { name: 'queued', points: limits.map(([t, , queued]) => [t, queued]) },
        ],
      },
    ],
  });
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'overload.svg'), svg);
}

/** Goodput at three times the capacity with the limit found, against the best of fixed ones, in turn. */
async function sweep(capacity) {
  const settings = { adaptive: '' };
  for (const limit of [2, 4, 8, 16, 32, 64, 128])
    settings[limit] = `minLimit: ${limit}, initialLimit: ${limit}, maxLimit: ${limit}`;
  const goodput = Object.fromEntries(Object.keys(settings).map((name) => [name, []]));
  for (let round = 0; round < SWEEP_ROUNDS; round++) {
    for (const [name, limits] of Object.entries(settings)) {
      const service = await start(configOf(limits));
      const loop = new OpenLoop(service.url);
      await loop.offer({ perSecond: capacity * 2, seconds: 2, next: requests(8) });
      const results = await loop.offer({ perSecond: capacity * 2, seconds: SWEEP_SECONDS, next: requests(9) });
      goodput[name].push(goodputOf(results, SWEEP_SECONDS));
      loop.close();
      await service.stop();
    }
  }
  const { adaptive, ...fixed } = Object.fromEntries(
    Object.entries(goodput).map(([name, values]) => [name, median(values)]),
  );
  console.log('goodput by limit, requests/s:', { adaptive, ...fixed });
  return adaptive / Math.max(...Object.values(fixed));
}

/** Every server hung: how many answers come within the deadline and 50 ms. */
async function allHung() {
  const servers = ['sequential', 'context7'].map((id) => silentServer(id, ', pool: { callsPerSession: 1000 }'));
  const service = await start(configOf('', `mcp: { servers: [${servers.join(', ')}] }`));
  const loop = new OpenLoop(service.url);
  const names = Object.keys(DEADLINES);
  const next = (i) => {
    const name = names[i % names.length];
    const body = JSON.stringify({ question: QUESTIONS[i % QUESTIONS.length], class: name, noCache: true });
    return { class: name, headers: { authorization: `Bearer ${keyOf('one')}` }, body };
  };
  const results = await loop.offer({ perSecond: 80, seconds: (HUNG_PER_CLASS * names.length) / 80, next });
  loop.close();
  await service.stop();
  for (const name of names) {
    const ofClass = results.filter((result) => result.class === name);
    const late = ofClass.filter((result) => !inTimeOrJustAfter(result));
    console.log(
      `all hung, ${name}: ${ofClass.length - late.length} of ${ofClass.length} in time`,
      late.slice(0, 5).map(({ status, latencyMs }) => [status, Math.round(latencyMs)]),
    );
  }
  return Math.min(
    ...names.map((name) =>
      shareOf(
        results.filter((result) => result.class === name),
        inTimeOrJustAfter,
      ),
    ),
  );
}

/** CPU of class, admission, scoring and release for one request that need not wait, microseconds. */
async function admissionCost() {
  const { Admission, AdmissionPlanner, ClassPolicy } = await import('../dist/optimizer/index.js');
  const { LatencyPredictor } = await import('../dist/optimizer/latency-predictor.js');
  const { ResponseReserve } = await import('../dist/optimizer/response-reserve.js');
  const { SystemClock } = await import('../dist/core/index.js');
  const { loadConfig } = await import('../dist/config/index.js');
  const config = loadConfig({ env: {}, cwd: '/' });
  const clock = new SystemClock();
  const classes = new ClassPolicy(config.classes, clock);
  const planner = new AdmissionPlanner(
    new Admission(config.admission, config.classes, clock),
    classes,
    new LatencyPredictor(),
    new ResponseReserve(config.replyReserve, clock),
    clock,
  );
  const caller = { tenant: 'one', subject: 'one', entitlements: new Set(['ask']) };
  const once = async () => {
    const context = classes.open({ requestId: 'req_1', caller, requestedClass: 'strategic' });
    const permit = await planner.admit(context);
    await permit.whileWaiting(async () => undefined);
    planner.recordAnswer(context, permit);
    permit.release();
    context.level.deadline.release();
  };
  const rounds = [];
  for (let round = 0; round < 9; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < 20_000; i++) await once();
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / 20_000);
  }
  return median(rounds);
}

const figures = {};
Object.assign(figures, rowFigure('S9 admission', await admissionCost()));
const o = await quietestOverload();
o.draw();
Object.assign(figures, {
  'capacity, closed loop (requests/s)': { measured: o.capacity },
  'peak goodput (requests/s)': { measured: o.peak },
  'offered (requests/s)': { measured: o.offered },
  'goodput at 10 × capacity (requests/s)': { measured: o.goodput },
  ...rowFigure('C4 critical', o.criticalInTime),
  ...rowFigure('C4 goodput', o.goodput / o.peak),
  'of those answered, in time': { measured: o.admittedInTime },
  'time to refuse, p99 (ms)': { measured: o.refusalP99, must: 100, aim: 20 },
  'refused with Retry-After': { measured: o.retryAfter, must: 1, higherIsBetter: true },
  'neither answered nor refused': { measured: o.lost, must: 0 },
  'baseline p99 (ms)': { measured: o.baselineP99 },
  'baseline p99 restored after (s)': { measured: o.recoveryS, must: 10, aim: 3 },
  'in time, tenants that send a tenth each': { measured: o.lightShare },
  'in time, tenant that sends most': { measured: o.heavyShare },
  'share of the core that the host took during the overload': { measured: o.stolenShare },
  'cores that other processes took during the overload': { measured: o.othersCores },
});
if (SWEEP_SECONDS > 0) {
  figures['adaptive limit against the best fixed one'] = {
    measured: await sweep(o.capacity),
    must: 0.9,
    aim: 0.97,
    higherIsBetter: true,
  };
}
if (HUNG_PER_CLASS > 0) {
  figures['all servers hung: in time'] = { measured: await allHung(), must: 1, higherIsBetter: true };
}
report('overload', figures);
