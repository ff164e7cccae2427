// What one answer takes of the service: CPU and allocated bytes, for a text without advice, a cached answer, and composed
// ones of one persona and of several. `--before FOLDER` measures a build of another commit in turn with this one, so that
// their ratio survives a machine whose speed changes by the minute. `--profile KIND` prints which functions take it.
import { parseArgs } from 'node:util';

import { Pool } from 'undici';

import { pinClient, SERVICE_CORE } from './support/cores.mjs';
import { inTurn, report } from './support/figures.mjs';
import { Inspector } from './support/inspector.mjs';
import { threadCpuUs } from './support/process-cost.mjs';
import { freePort, ROOT, START_FLAGS, startService } from './support/service.mjs';

const { values } = parseArgs({
  options: {
    before: { type: 'string' },
    profile: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    requests: { type: 'string', default: '150' },
  },
});
const ROUNDS = Number(values.rounds);
const REQUESTS = Number(values.requests);
/** Asked of every kind, so many times over, before anything counts: code that is still being compiled takes twice as much. */
const WARM_UP = { requests: 400, times: 3 };
/** A cached answer is too short for the scheduler's clock otherwise. */
const CACHED_FACTOR = 10;
const YAML = `
eventLoop: { stallMs: 10000 }
`;

/** Questions of the length and the variety that people ask. */
const QUESTIONS = [
  'Our four squads keep waiting on the infra group for every deploy. Two directors disagree about ownership. What should we change first?',
  'We have 6 weeks for the migration, two of five engineers are on leave and the board asks for a date. Do I promise one?',
  'My best engineer wants to leave because her manager rewrites her designs. What do I say to both of them this week?',
  'Should we buy an off-the-shelf design system or let our platform team build one for nine product teams?',
  'Incidents doubled this quarter while we shipped 40 % more features. How do I explain to our CEO what to slow down?',
  'We pay 31,000 a month for three CI vendors and nobody dares to turn one off. How do we decide?',
  'How do we prioritise between tech debt and the roadmap when every team lead says that theirs is urgent?',
  'After the reorganisation nobody knows who decides on API changes. Is a RACI enough, or do we need something else?',
];
/** A name in letters: a number would be worked with. */
const nameOf = (i) => Array.from(String(i), (digit) => 'bdfgklmprs'[digit]).join('o');
const questionOf = (i) => `${QUESTIONS[i % QUESTIONS.length]} This is about unit ${nameOf(i)}.`;

/** What is asked for, by kind; `i` makes each question one of its own. */
const KINDS = {
  'text without advice': (i) => ({
    question: `Thanks, the cake at lunch was lovely. See you at the ${nameOf(i)} tomorrow.`,
  }),
  cached: () => ({ question: questionOf(0) }),
  'one persona': (i) => ({ question: questionOf(i), personas: ['martin'] }),
  'several personas': (i) => ({ question: questionOf(i), personas: ['martin', 'rachel', 'diego'] }),
};

/** A service of the build in `root`, with what asks it and looks into it. */
async function open(root) {
  const inspected = await freePort();
  const service = await startService({
    root,
    yaml: YAML,
    core: SERVICE_CORE,
    nodeArgs: [...START_FLAGS, `--inspect=127.0.0.1:${inspected}`],
  });
  const pool = new Pool(service.url, { connections: 1 });
  let asked = 0;
  const ask = async (kind) => {
    const body = JSON.stringify({ ...KINDS[kind](++asked), class: 'multi-persona' });
    const headers = { 'content-type': 'application/json' };
    const reply = await pool.request({ method: 'POST', path: '/v1/answers', headers, body });
    if (reply.statusCode !== 200)
      throw new Error(`${kind} was answered ${reply.statusCode}: ${await reply.body.text()}`);
    await reply.body.dump();
  };
  const askMany = async (kind, count) => {
    for (let i = 0; i < count; i++) await ask(kind);
  };
  const stop = async () => {
    await pool.close();
    await service.stop();
  };
  return { ...service, askMany, inspected, stop };
}

const timesOf = (kind) => REQUESTS * (kind === 'cached' ? CACHED_FACTOR : 1);

/** CPU of one answer, microseconds: of all threads, so that garbage and compilation count. */
async function cpuOf(service, kind) {
  const before = threadCpuUs(service.pid);
  await service.askMany(kind, timesOf(kind));
  return (threadCpuUs(service.pid) - before) / timesOf(kind);
}

/** Allocated for one answer, KB, sampled: what has been collected since counts too. */
async function allocatedOf(service, kind) {
  const inspector = await Inspector.open(service.inspected);
  try {
    return (await inspector.allocated(() => service.askMany(kind, timesOf(kind)))).bytes / timesOf(kind) / 1_024;
  } finally {
    inspector.close();
  }
}

pinClient();
const services = { now: await open(ROOT), ...(values.before && { before: await open(values.before) }) };
try {
  for (let time = 0; time < WARM_UP.times; time++) {
    for (const service of Object.values(services)) {
      for (const kind of Object.keys(KINDS)) await service.askMany(kind, WARM_UP.requests);
    }
  }
  if (values.profile !== undefined) await profile(services.now, values.profile);
  else await measure();
} finally {
  for (const service of Object.values(services)) await service.stop();
}

async function measure() {
  const figures = {};
  for (const kind of Object.keys(KINDS)) {
    const sides = Object.fromEntries(
      Object.entries(services).map(([name, service]) => [name, () => cpuOf(service, kind)]),
    );
    const { medians, ratio } = await inTurn(sides, { rounds: ROUNDS });
    figures[`${kind}: CPU (µs)`] = { measured: medians.now };
    figures[`${kind}: allocated (KB)`] = { measured: await allocatedOf(services.now, kind) };
    if (services.before === undefined) continue;
    figures[`${kind}: CPU before (µs)`] = { measured: medians.before };
    figures[`${kind}: CPU, ratio to before`] = { measured: ratio('now', 'before') };
    figures[`${kind}: allocated before (KB)`] = { measured: await allocatedOf(services.before, kind) };
  }
  report('answer-cost', figures);
}

/** Prints the functions that take the most of one kind, with all they call. */
async function profile(service, kind) {
  const inspector = await Inspector.open(service.inspected);
  const times = timesOf(kind) * 4;
  const a = await inspector.cpu(() => service.askMany(kind, times));
  const b = await inspector.allocated(() => service.askMany(kind, times));
  inspector.close();
  const [byTime, byBytes] = [a.functions, b.functions];
  const table = (functions, unit, scale) => {
    const rows = functions.map(({ name, own, total }) => [
      (own / times / scale).toFixed(1).padStart(8),
      (total / times / scale).toFixed(1).padStart(8),
      name,
    ]);
    console.log(
      `\n${kind}, ${unit} for one answer: own, with what it calls\n${rows.map((row) => row.join('  ')).join('\n')}`,
    );
  };
  for (const order of [(a, b) => b.total - a.total, (a, b) => b.own - a.own]) {
    table(byTime.sort(order).slice(0, 150), 'µs', 1);
    table(byBytes.sort(order).slice(0, 150), 'KB', 1_024);
  }
}
