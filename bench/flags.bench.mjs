// The options of V8 at the start, and what that does to an answer: its CPU, its p99, how often everything is collected, and
// the memory held. One service for each set of flags, on the same core, asked in turn.
import { OpenLoop } from '../test/support/open-loop.ts';
import { pinClient, SERVICE_CORE } from './support/cores.mjs';
import { inTurn, quantile, report } from './support/figures.mjs';
import { memoryBytes, threadCpuUs } from './support/process-cost.mjs';
import { START_FLAGS, startService } from './support/service.mjs';

const SETS = {
  'npm start': START_FLAGS,
  'as V8 is': [],
  'young generation of 1 MB': ['--max-semi-space-size=1'],
  'young generation of 1 MB, for size': ['--max-semi-space-size=1', '--optimize-for-size'],
};
const WARM_UP = 400;
const ANSWERS = 40;
const ROUNDS = 9;
/** A load that leaves the core half idle on a slow machine. */
const LOAD = { perSecond: 40, seconds: 15 };
const MEGABYTE = 1_048_576;
const SUBJECTS = ['deploys', 'incidents', 'the roadmap', 'hiring', 'the platform', 'tech debt', 'our OKRs', 'vendors'];

pinClient();
let asked = 0;
const next = () => {
  const question = `Our ${2 + (asked % 7)} squads keep waiting for ${SUBJECTS[asked % SUBJECTS.length]} in case ${asked++}. What should we change first?`;
  return { body: JSON.stringify({ question, class: 'multi-persona', noCache: true }) };
};

const fullCollections = async ({ url }) => {
  const { memory } = await (await fetch(`${url}/v1/performance`)).json();
  return memory.collections.find(({ kind }) => kind === 'major').count;
};

const sides = {};
for (const [name, nodeArgs] of Object.entries(SETS)) {
  const service = await startService({ yaml: 'eventLoop: { stallMs: 10000 }', core: SERVICE_CORE, nodeArgs });
  const loop = new OpenLoop(service.url);
  const ask = async () => {
    const { status } = await loop.send(next());
    if (status !== 200) throw new Error(`a question was answered with ${status}`);
  };
  const cpuMs = async (answers = ANSWERS) => {
    const before = threadCpuUs(service.pid);
    for (let i = 0; i < answers; i++) await ask();
    return (threadCpuUs(service.pid) - before) / answers / 1_000;
  };
  await cpuMs(WARM_UP);
  sides[name] = { service, loop, cpuMs };
}

const cost = await inTurn(Object.fromEntries(Object.entries(sides).map(([name, { cpuMs }]) => [name, () => cpuMs()])), {
  rounds: ROUNDS,
});
const figures = {};
for (const [name, { service, loop }] of Object.entries(sides)) {
  const before = await fullCollections(service);
  const outcomes = await loop.offer({ ...LOAD, next });
  const answered = outcomes.filter(({ status }) => status === 200);
  if (answered.length < outcomes.length / 2) throw new Error(`${name}: most were refused`);
  figures[`${name}: CPU of a whole answer (ms)`] = { measured: cost.medians[name] };
  figures[`${name}: p99 at ${LOAD.perSecond} a second (ms)`] = {
    measured: quantile(
      answered.map(({ latencyMs }) => latencyMs),
      0.99,
    ),
  };
  figures[`${name}: full collections a minute`] = {
    measured: ((await fullCollections(service)) - before) * (60 / LOAD.seconds),
  };
  figures[`${name}: own memory then (MB)`] = { measured: memoryBytes(service.pid).anonymous / MEGABYTE };
  loop.close();
  await service.stop();
}
report('flags', figures);
