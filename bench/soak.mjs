// The service under the load of figure C1 for an hour, while what it depends on freezes, dies, floods and lies in turn:
// does it answer in time, and does it hold afterwards what it held before?
//   npm run soak                      60 minutes, as the figures want it
//   npm run soak -- --minutes 5       shorter; drift and lateness are judged from five minutes on
// Prints a table, and writes bench/results/soak.json and soak.svg; the exit code is 0 if everything holds.
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { trendOf } from '../dist/memory/leak-detector.js';
import { faultsOf, injectFaults } from './soak/faults.mjs';
import { startHttpMcpServer } from './soak/http-mcp-server.mjs';
import { Load } from './soak/load.mjs';
import { startModelServer } from './soak/model-server.mjs';
import { startRedis } from './soak/redis.mjs';
import { quantile } from './support/figures.mjs';
import { Stub } from './support/mcp-tools.mjs';
import { picture } from './support/picture.mjs';
import { cpuMs, memoryBytes } from './support/process-cost.mjs';
import { START_FLAGS, startService } from './support/service.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    /** Without faults: to measure what they cost. */
    calm: { type: 'boolean', default: false },
    /** Flags of Node.js, instead of those of `npm start`. */
    'node-args': { type: 'string', default: START_FLAGS.join(' ') },
  },
});

const MINUTES = Number(values.minutes);
const LOAD_MS = MINUTES * 60_000;
/** What is compiled, cached and pooled grows at first. */
const WARM_UP_MS = Math.min(LOAD_MS / 3, 300_000);
const SAMPLE_MS = 1_000;
const FAULT = { lastsMs: 6_000, restMs: 4_000 };
/** Unused sessions and connections close within it. */
const IDLE_MS = 3_000;
/** Longer than the pause between two bursts, which share their processes. */
const BURST_IDLE_MS = 25_000;
/** Of the tail that follows the faults, when everything has been well again for a while. */
const SETTLE_MS = 20_000;
const MEGABYTE = 1_048_576;
const MUST = { driftRatio: 0.05, inTimeRatio: 0.99 };
/** In less, drift says more about a process that has just started than about how it continues. */
const MIN_JUDGED_LENGTH = 10;

const RESULTS = join(import.meta.dirname, 'results');

const stub = new Stub();
const slow = new Stub({ delayMs: 1_000 });
const [http, model, redis] = await Promise.all([startHttpMcpServer(), startModelServer(), startRedis()]);
const pool = `pool: { idleMs: ${IDLE_MS} }`;
const yaml = `
mcp:
  servers:
${stub.entry('stub', `, timeoutMs: 400, ttlMs: 0, ${pool}`)}${slow.entry('slow', `, timeoutMs: 1800, ttlMs: 0, capacity: 64, signals: { words: [slowly] }, pool: { idleMs: ${BURST_IDLE_MS}, maxSessions: 4 }`)}    - { id: web, transport: http, url: "${http.url}", tool: look_up, arguments: { q: why }, timeoutMs: 400, ttlMs: 0, ${pool} }
    - { id: nowhere, transport: http, url: "http://mcp.invalid/mcp", tool: look_up, arguments: { q: why }, timeoutMs: 400, ttlMs: 0 }
models:
  personas: { rachel: soak }
  backends:
    - { id: soak, api: openai-compatible, model: soak, firstTokenTimeoutMs: 1000, endpoints: [{ url: "${model.url}" }] }
`;
const service = await startService({
  yaml,
  env: { REDIS_URL: redis.url },
  nodeArgs: values['node-args'].split(' ').filter(Boolean),
});
const load = new Load(service.url);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void Promise.allSettled([service.stop(), redis.remove()]).then(() => process.exit(1)));
}

/** Open descriptors of the service by what they are; the number in brackets of a socket is its own. */
function descriptors() {
  const folder = `/proc/${service.pid}/fd`;
  const kinds = readdirSync(folder).flatMap((fd) => {
    try {
      return [readlinkSync(join(folder, fd)).replace(/:?\[.*\]$/, '')];
    } catch {
      return [];
    }
  });
  return kinds.toSorted();
}

/** State and parent of every process, by id. */
function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
        return [{ pid: Number(pid), state, parent: Number(parent) }];
      } catch {
        return [];
      }
    });
}

const zombies = () => processes().filter(({ parent, state }) => parent === service.pid && state === 'Z').length;

/**
 * Waits until nothing is in use any more, and returns what is open then.
 *
 * @param atMost What is open beyond that may be in use still, by the thread that copies the log of the database.
 */
async function atRest(atMost = Infinity) {
  let before = [];
  for (let i = 0; i < 25; i++) {
    await pause(IDLE_MS);
    const now = descriptors();
    const hasChildren = processes().some(({ parent }) => parent === service.pid);
    if (!hasChildren && now.length === before.length && now.length <= atMost) return now;
    before = now;
  }
  return before;
}

const samples = [];
let fault;
let before = { cpu: cpuMs(service.pid), sent: 0, at: performance.now() };
const startedAt = performance.now();
const seconds = () => (performance.now() - startedAt) / 1_000;
function sample() {
  const { anonymous, resident } = memoryBytes(service.pid);
  const now = { cpu: cpuMs(service.pid), sent: load.tally.sent, at: performance.now() };
  const latencies = load.latencies.splice(0);
  samples.push({
    second: seconds(),
    anonymousMb: anonymous / MEGABYTE,
    residentMb: resident / MEGABYTE,
    descriptors: descriptors().length,
    zombies: zombies(),
    cpuRatio: (now.cpu - before.cpu) / (now.at - before.at),
    p99Ms: latencies.length === 0 ? 0 : quantile(latencies, 0.99),
    fault,
  });
  before = now;
}

console.log(`${MINUTES} minutes of C1${values.calm ? '' : ' under every fault'}, ${process.version}`);
// Warm first: what is opened once, such as the second connection to Redis, is no leak.
load.start();
await pause(Math.min(20_000, WARM_UP_MS));
await load.stop();
const atFirst = await atRest();
load.tally = { sent: 0, inTime: 0, late: 0, refused: 0, failed: 0, degraded: 0 };
load.failures.clear();

const sampler = setInterval(sample, SAMPLE_MS);
const progress = setInterval(() => {
  const { anonymousMb = 0 } = samples.at(-1) ?? {};
  console.log(`${Math.round(seconds())} s  ${anonymousMb.toFixed(1)} MB  ${JSON.stringify(load.tally)}`);
}, 60_000);
load.start();
const isOver = Promise.withResolvers();
let hasEnded = false;
const loadStartedAt = seconds();
setTimeout(() => ((hasEnded = true), isOver.resolve()), LOAD_MS);
const settleFrom = performance.now() + LOAD_MS - SETTLE_MS;
const done = values.calm
  ? (await isOver.promise, new Map())
  : await injectFaults(faultsOf({ stub, http, model, redis }), {
      ...FAULT,
      isOver: () => performance.now() + FAULT.lastsMs + FAULT.restMs > settleFrom,
      onFault: (name) => (fault = name),
    });
if (!hasEnded) await isOver.promise;
await load.stop();
clearInterval(sampler);
clearInterval(progress);
const atLast = await atRest(atFirst.length);
const report = await (await fetch(`${service.url}/v1/performance`)).json();
const zombiesAtLast = zombies();

const children = [...stub.pids, ...slow.pids];
await service.stop();
const alive = new Set(processes().map(({ pid }) => pid));
const orphans = children.filter((pid) => alive.has(pid)).length;
for (const server of [http, model]) server.stop();
await redis.remove();
for (const each of [stub, slow]) each.remove();

const judged = samples.filter(({ second }) => second >= loadStartedAt + WARM_UP_MS / 1_000);
/** The median of so many seconds: enough points for a line, and none that one collection moves. */
const each = Math.max(1, Math.floor(judged.length / 200));
const points = Array.from({ length: Math.floor(judged.length / each) }, (_, i) => {
  const slice = judged.slice(i * each, (i + 1) * each);
  return [
    slice[0].second,
    quantile(
      slice.map(({ anonymousMb }) => anonymousMb),
      0.5,
    ),
  ];
});
const line = trendOf(points);
const [from, to] = [line.at(points[0][0]), line.at(points.at(-1)[0])];
const driftRatio = (to - from) / from;
const { sent, inTime, late, refused, failed, degraded } = load.tally;
const figures = {
  minutes: MINUTES,
  requests: sent,
  inTimeRatio: inTime / sent,
  late,
  refused,
  failed,
  degraded,
  anonymousMb: { atWarm: from, atEnd: to, most: Math.max(...judged.map(({ anonymousMb }) => anonymousMb)) },
  residentMb: quantile(
    judged.slice(-60).map(({ residentMb }) => residentMb),
    0.5,
  ),
  driftRatio,
  driftTau: line.tau,
  descriptors: { atFirst: atFirst.length, atLast: atLast.length },
  zombies: Math.max(zombiesAtLast, ...samples.slice(-10).map((one) => one.zombies)),
  orphans,
  cpuMsPerRequest:
    (judged.reduce((sum, { cpuRatio }) => sum + cpuRatio, 0) / judged.length) * (60_000 / (sent / MINUTES)),
  spawned: children.length,
  leak: report.memory.leak,
  faults: Object.fromEntries(done),
  failures: Object.fromEntries(load.failures),
};
const misses = [
  // Under faults what is late is disclosed; the share in time is promised to who has none.
  ...(values.calm && inTime / sent < MUST.inTimeRatio ? [`in time ${(100 * figures.inTimeRatio).toFixed(2)} %`] : []),
  ...(failed > 0 ? [`${failed} failed`] : []),
  ...(MINUTES >= MIN_JUDGED_LENGTH && driftRatio >= MUST.driftRatio
    ? [`drift ${(100 * driftRatio).toFixed(1)} %`]
    : []),
  ...(atLast.length > atFirst.length ? [`${atLast.length - atFirst.length} descriptors: ${surplus()}`] : []),
  ...(figures.zombies > 0 ? [`${figures.zombies} zombies`] : []),
  ...(orphans > 0 ? [`${orphans} orphans`] : []),
];

function surplus() {
  const left = [...atFirst];
  return atLast.filter((kind) => {
    const at = left.indexOf(kind);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

mkdirSync(RESULTS, { recursive: true });
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
writeFileSync(
  join(RESULTS, 'soak.json'),
  `${JSON.stringify({ machine, figures, misses, samples, report }, undefined, 2)}\n`,
);
const series = (name, read) => ({ name, points: samples.map((one) => [one.second, read(one)]) });
writeFileSync(
  join(RESULTS, 'soak.svg'),
  picture({
    title: `${MINUTES} minutes of C1${values.calm ? '' : ' under faults'}`,
    seconds: samples.at(-1)?.second ?? 1,
    panels: [
      {
        title: 'Memory',
        unit: 'MB',
        series: [series('RssAnon', (one) => one.anonymousMb), series('VmRSS', (one) => one.residentMb)],
        marks: [{ name: 'must: 60 MB private', y: 60 }],
      },
      { title: 'Latency, p99 of each second', unit: 'ms', series: [series('p99', (one) => one.p99Ms)] },
      { title: 'Descriptors', unit: 'open', series: [series('all', (one) => one.descriptors)] },
      {
        title: 'Processor, and when a fault is on',
        unit: 'of one core',
        series: [series('CPU', (one) => one.cpuRatio), series('fault', (one) => (one.fault === undefined ? 0 : 0.05))],
      },
    ],
  }),
);
console.log(JSON.stringify(figures, undefined, 2));
console.log(misses.length === 0 ? 'everything holds' : `misses: ${misses.join('; ')}`);
process.exitCode = misses.length === 0 ? 0 : 1;
