// `npm run scale`: real replicas that share Redis and PostgreSQL behind a real haproxy, an open-loop ramp from one to six
// times what one of them can take, and the autoscaler as the manifest says. Writes docs/scale/.
//   --short   a ramp of 30 s, for trying it out; writes nothing
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { parse } from 'yaml';

import { OpenLoop } from '../../test/support/open-loop.ts';
import { quantile } from '../support/figures.mjs';
import { ROOT } from '../support/service.mjs';

import { Autoscaler, quantity } from './autoscaler.ts';
import { Cluster } from './cluster.mjs';
import { picture } from './picture.mjs';
import { startPostgres, startRedis } from './stores.mjs';

const isShort = process.argv.includes('--short');
const MANIFESTS = join(ROOT, 'k8s');
const OUTPUT = join(ROOT, 'docs/scale');

/** A question waits this long for a server across the network; a replica holds so many open: that is its capacity. */
const LATENCY_MS = 400;
const OPEN = 8;
const CAPACITY_RPS = OPEN / (LATENCY_MS / 1_000);
/** As the controller looks. `--horizontal-pod-autoscaler-sync-period` */
const SYNC_MS = 15_000;
const TIMES = 6;

// Seconds: at 1x, up to 6x, at 6x, back to 1x, at 1x until replicas have left.
const [WARM, RAMP, HOLD, FALL, TAIL] = isShort ? [15, 30, 15, 5, 10] : [30, 180, 60, 30, 330];

const { spec } = parse(readFileSync(join(MANIFESTS, 'overlays/production/autoscaler.yaml'), 'utf8'));
const deployment = parse(readFileSync(join(MANIFESTS, 'base/deployment.yaml'), 'utf8'));
const cpuRequest = quantity(String(deployment.spec.template.spec.containers[0].resources.requests.cpu));

// Interrupted, it leaves no process behind.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopAll().finally(() => process.exit(1)));

const redis = await startRedis();
const postgres = await startPostgres();
const cluster = await Cluster.start(spec.maxReplicas + 2, {
  yaml: `
admission: { capacity: ${OPEN}, tenantRatio: 1 }
drain: { readinessDelayMs: 1500 }
graphql: { enabled: false }
mcp:
  servers:
    - id: slow
      transport: stdio
      command: ${JSON.stringify(process.execPath)}
      args: [${JSON.stringify(join(import.meta.dirname, 'slow-mcp-server.mjs'))}]
      env: { LATENCY_MS: "${LATENCY_MS}" }
      tool: look_up
      timeoutMs: 1500
      capacity: 64
`,
  env: { REDIS_URL: redis.url, DATABASE_URL: postgres.url },
});

try {
  const efficiency = await measureEfficiency();
  const ramp = await runRamp();
  const result = summarise(efficiency, ramp);
  console.table(result.figures);
  if (!isShort) {
    mkdirSync(OUTPUT, { recursive: true });
    writeFileSync(join(OUTPUT, 'ramp.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    writeFileSync(join(OUTPUT, 'ramp.svg'), draw(result));
  }
  const missed = Object.values(result.figures).filter(({ measured, must, higherIsBetter }) =>
    must === undefined ? false : higherIsBetter ? measured < must : measured > must,
  );
  process.exitCode = missed.length > 0 ? 1 : 0;
} finally {
  await stopAll();
}

async function stopAll() {
  await cluster.stop();
  await Promise.all([redis.stop(), postgres.stop()]);
}

/** CPU of all replicas for one answer, with one replica and with three, each as loaded as the other. */
async function measureEfficiency() {
  const seconds = isShort ? 5 : 30;
  const cpuPerAnswer = {};
  for (const replicas of [1, 3]) {
    cluster.scaleTo(replicas);
    await cluster.settled();
    await load(seconds / 3, () => replicas * CAPACITY_RPS * 0.5);
    const before = cluster.cpuMs;
    const outcomes = await load(seconds, () => replicas * CAPACITY_RPS * 0.5);
    cpuPerAnswer[replicas] = (cluster.cpuMs - before) / outcomes.filter(isInTime).length;
  }
  return {
    cpuMsPerAnswerOfOne: cpuPerAnswer[1],
    cpuMsPerAnswerOfThree: cpuPerAnswer[3],
    ratio: cpuPerAnswer[1] / cpuPerAnswer[3],
  };
}

async function runRamp() {
  cluster.scaleTo(spec.minReplicas);
  await cluster.settled();
  // What the measurement before has left in the signal fades.
  await pause(SYNC_MS * 2);
  const autoscaler = new Autoscaler(spec);
  const looks = [];
  const stop = new AbortController();
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  const controlling = (async () => {
    for (let i = 1; !stop.signal.aborted; i++) {
      const replicas = await cluster.look();
      const metrics = {
        claude_director_load_ratio: replicas.map(({ overall }) => overall),
        cpu: replicas.map(({ cores }) => cores / cpuRequest),
      };
      const decision = autoscaler.decide(performance.now(), { metrics, current: cluster.size });
      looks.push({
        t: seconds(),
        load: mean(metrics.claude_director_load_ratio),
        cpu: mean(metrics.cpu),
        replicas: cluster.size,
        ready: cluster.ready,
        ...decision,
      });
      console.log(JSON.stringify(looks.at(-1)));
      cluster.scaleTo(decision.desired);
      await pause(Math.max(0, startedAt + i * SYNC_MS - performance.now()), undefined, { signal: stop.signal }).catch(
        () => {},
      );
    }
  })();
  const rateAt = (ms) => CAPACITY_RPS * shapeAt(ms / 1_000);
  const outcomes = await load(WARM + RAMP + HOLD + FALL + TAIL, rateAt);
  stop.abort();
  await controlling;
  return { outcomes, looks };
}

/** Times one replica's capacity at a second of the run. */
function shapeAt(t) {
  if (t < WARM) return 1;
  if (t < WARM + RAMP) return 1 + ((TIMES - 1) * (t - WARM)) / RAMP;
  if (t < WARM + RAMP + HOLD) return TIMES;
  const fallen = (t - WARM - RAMP - HOLD) / FALL;
  return Math.max(1, TIMES - (TIMES - 1) * fallen);
}

async function load(seconds, perSecond) {
  const loop = new OpenLoop(cluster.url);
  const outcomes = await loop.offer({ seconds, perSecond, next });
  loop.close();
  return outcomes;
}

/** One question in five needs no server; every one is new to the cache. */
function next(i) {
  const question = `Our squads wait on the infra group for every deploy, case ${i} of ${Math.random()}. What do we change?`;
  const ask =
    i % 5 === 0
      ? { question, class: 'strategic', enhance: 'never', noCache: true }
      : { question, class: 'enhanced', noCache: true };
  return { class: ask.class, body: JSON.stringify(ask), keepBody: true };
}

function isInTime({ status, text }) {
  return status === 200 && JSON.parse(text).receipt.met;
}

function summarise(efficiency, { outcomes, looks }) {
  const duringRamp = outcomes.filter(({ atMs }) => atMs < (WARM + RAMP + HOLD) * 1_000);
  const share = (all) => all.filter(isInTime).length / all.length;
  const firstMiss = outcomes.find((outcome) => !isInTime(outcome));
  const firstScaleOut = looks.find(({ desired, replicas }) => desired > replicas);
  const firstMissSeconds = firstMiss === undefined ? null : firstMiss.atMs / 1_000;
  return {
    name: 'ramp',
    machine: { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length },
    setup: {
      capacityOfOneReplica: `${CAPACITY_RPS} answers a second: ${OPEN} open at once, each waiting ${LATENCY_MS} ms for an MCP server`,
      manifest: 'k8s/overlays/production/autoscaler.yaml',
      secondsOf: { warm: WARM, ramp: RAMP, hold: HOLD, fall: FALL, tail: TAIL },
    },
    figures: {
      'ramp 1x to 6x: requests in time': { measured: share(duringRamp), must: 0.99, aim: 0.999, higherIsBetter: true },
      'whole run: requests in time': { measured: share(outcomes), higherIsBetter: true },
      'scale-out decided before the first miss': {
        measured: firstMiss === undefined || (firstScaleOut?.t ?? Infinity) <= firstMissSeconds ? 1 : 0,
        aim: 1,
        higherIsBetter: true,
      },
      'failed requests (neither an answer nor a refusal)': {
        measured: outcomes.filter(({ status }) => status !== 200 && status !== 503).length,
        must: 0,
      },
      'replicas that ended badly': { measured: cluster.crashes, must: 0 },
      'three replicas against one, efficiency per core': {
        measured: efficiency.ratio,
        must: 0.8,
        aim: 0.95,
        higherIsBetter: true,
      },
    },
    counts: {
      requests: outcomes.length,
      inTime: outcomes.filter(isInTime).length,
      refused: outcomes.filter(({ status }) => status === 503).length,
      mostReplicas: Math.max(...looks.map(({ replicas }) => replicas)),
      replicasAtTheEnd: looks.at(-1).replicas,
    },
    firstScaleOutSeconds: firstScaleOut?.t ?? null,
    firstMissSeconds,
    efficiency,
    looks,
    tens: tensOf(outcomes),
  };
}

/** What callers saw, by ten seconds. */
function tensOf(outcomes) {
  const end = Math.max(...outcomes.map(({ atMs }) => atMs));
  return Array.from({ length: Math.ceil(end / 10_000) }, (_, i) => {
    const here = outcomes.filter(({ atMs }) => Math.floor(atMs / 10_000) === i);
    const latency = (name, q) => {
      const took = here
        .filter((outcome) => outcome.class === name && outcome.status === 200)
        .map(({ tookMs }) => tookMs);
      return took.length === 0 ? null : Math.round(quantile(took, q));
    };
    return {
      t: i * 10 + 5,
      offeredRps: here.length / 10,
      inTime: here.length === 0 ? null : here.filter(isInTime).length / here.length,
      enhancedP50Ms: latency('enhanced', 0.5),
      enhancedP99Ms: latency('enhanced', 0.99),
      strategicP50Ms: latency('strategic', 0.5),
      strategicP99Ms: latency('strategic', 0.99),
    };
  });
}

function draw({ looks, tens }) {
  const over = (rows, field, name, isStep = false) => ({
    name,
    isStep,
    points: rows.map((row) => [row.t, row[field]]),
  });
  return picture(`One to ${TIMES} times the capacity of one replica, scaled as the manifest says`, [
    { title: 'Offered', unit: 'requests a second', lines: [over(tens, 'offeredRps', 'offered')] },
    {
      title: 'Replicas',
      unit: '',
      lines: [
        over(looks, 'wanted', 'by the metrics', true),
        over(looks, 'desired', 'desired', true),
        over(looks, 'ready', 'ready', true),
      ],
    },
    {
      title: 'Mean of the replicas (target of load: 0.6)',
      unit: '',
      max: 1,
      lines: [over(looks, 'load', 'load'), over(looks, 'cpu', 'CPU / request')],
    },
    {
      title: 'Time to answer',
      unit: 'ms',
      lines: [
        over(tens, 'enhancedP50Ms', 'enhanced p50'),
        over(tens, 'enhancedP99Ms', 'enhanced p99'),
        over(tens, 'strategicP50Ms', 'strategic p50'),
        over(tens, 'strategicP99Ms', 'strategic p99'),
      ],
    },
    { title: 'In time', unit: 'share of requests', max: 1, lines: [over(tens, 'inTime', 'in time')] },
  ]);
}

function mean(values) {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
