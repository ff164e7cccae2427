// Whether an answer costs more when there is more of everything: CPU of one answer with ten times the conversations, the
// framework library or the cached answers, against one with a tenth of them. Each pair of services shares one core and is
// asked in turn.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { OpenLoop } from '../test/support/open-loop.ts';
import { pinClient, SERVICE_CORE } from './support/cores.mjs';
import { inTurn, report } from './support/figures.mjs';
import { threadCpuUs } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { ROOT, startService } from './support/service.mjs';

const TIMES = 10;
const CONVERSATIONS = 300;
const KEPT_ANSWERS = 300;
const ROUNDS = 20;
const WARM_UP = 5;
/** Asked of each side in a round. */
const ANSWERS = 12;
const HITS = 150;
/** At once, while services are filled. */
const AT_ONCE = 4;
// Room for all that is cached, on both sides; nothing is shed because the machine is busy with measuring.
const YAML = `
eventLoop: { stallMs: 10000 }
cache: { maxBytes: 268435456, prefetch: false }
`;

pinClient();

/** The same sequence in every run. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A built service, and `ask`, which gives the answer to a question. */
async function start(yaml = '') {
  const service = await startService({ yaml: YAML + yaml, core: SERVICE_CORE });
  const loop = new OpenLoop(service.url);
  const ask = async (body) => {
    const { status, text } = await loop.send({ body: JSON.stringify(body), keepBody: true });
    if (status === 503) {
      // Something else has taken the machine for a moment.
      await pause(JSON.parse(text).retryAfterMs);
      return ask(body);
    }
    if (status !== 200) throw new Error(`a question was answered with ${status} ${text}`);
    return JSON.parse(text);
  };
  const stop = async () => {
    loop.close();
    await service.stop();
  };
  return { pid: service.pid, ask, stop };
}

/** `work` for 0 to `count` − 1, some at once. @returns what each gave. */
async function forEach(count, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const i = next++;
      results[i] = await work(i);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** CPU of a service for one of so many calls, microseconds; one after another. */
async function costOf(pid, times, work) {
  const before = threadCpuUs(pid);
  for (let i = 0; i < times; i++) await work();
  return (threadCpuUs(pid) - before) / times;
}

/** The median ratio of `large` to `small`, and what each costs, milliseconds. */
async function growth(small, large) {
  try {
    const { medians, ratio } = await inTurn(
      { small: small.cost, large: large.cost },
      { rounds: ROUNDS, warmUp: WARM_UP },
    );
    return { ratio: ratio('large', 'small'), smallMs: medians.small / 1_000, largeMs: medians.large / 1_000 };
  } finally {
    await small.stop();
    await large.stop();
  }
}

const TOPICS = ['deploys', 'incidents', 'the roadmap', 'hiring', 'the platform', 'tech debt', 'our OKRs', 'vendors'];
const questionOf = (i) =>
  `Our ${2 + (i % 7)} squads keep waiting on the infra group for ${TOPICS[i % TOPICS.length]} in case ${i}. What should we change?`;

/** A service that holds so many conversations of one turn; each answer is the second turn of one of them. */
async function withConversations(count) {
  const { pid, ask, stop } = await start();
  // The first turns of all of them are the same, so that most are cached answers and soon given.
  const ids = await forEach(count, async (i) => (await ask({ question: questionOf(i % 8) })).conversationId);
  const random = numbers(1);
  let asked = 0;
  const second = () => {
    const [id] = ids.splice(random(ids.length), 1);
    return ask({ question: `And then? ${questionOf(1_000 + asked++)}`, conversationId: id, noCache: true });
  };
  return { stop, cost: () => costOf(pid, ANSWERS, second) };
}

/** A service with as many more frameworks, of words that the shipped ones are made of. */
async function withLibrary(times) {
  const shipped = join(ROOT, 'src/frameworks/library');
  const frameworks = readdirSync(shipped)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(shipped, name), 'utf8')));
  const folder = mkdtempSync(join(tmpdir(), 'director-bench-library-'));
  const random = numbers(2);
  const symptoms = frameworks.flatMap((framework) => framework.symptoms.join(' ').split(/\s+/));
  const sentenceOf = (length) => Array.from({ length }, () => symptoms[random(symptoms.length)]).join(' ');
  for (let copy = 1; copy < times; copy++) {
    for (const framework of frameworks) {
      const id = `${framework.id}-${copy}`;
      const named = (phrase) => `${phrase} ${copy}`.slice(0, 160);
      const more = {
        ...framework,
        id,
        name: named(framework.name),
        aliases: framework.aliases.map(named),
        misspellings: framework.misspellings.map(named),
        ambiguous: [],
        // Other situations than the shipped ones, in words that occur as often.
        symptoms: framework.symptoms.map((symptom) => sentenceOf(symptom.split(/\s+/).length).slice(0, 160)),
      };
      writeFileSync(join(folder, `${id}.json`), JSON.stringify(more));
    }
  }
  const yaml = times > 1 ? `frameworks: { folder: ${JSON.stringify(folder)} }\n` : '';
  const { pid, ask, stop } = await start(yaml);
  let asked = 0;
  const cost = () => costOf(pid, ANSWERS, () => ask({ question: questionOf(asked++), noCache: true }));
  const stopAll = async () => {
    await stop();
    rmSync(folder, { recursive: true });
  };
  return { stop: stopAll, cost };
}

/** A service that caches so many answers, each of which may be asked for. */
async function withKept(count) {
  const { pid, ask, stop } = await start();
  await forEach(count, (i) => ask({ question: questionOf(i), enhance: 'never' }));
  const random = numbers(3);
  const hit = async () => {
    const { receipt } = await ask({ question: questionOf(random(count)), enhance: 'never' });
    if (receipt.cache.answer !== 'hit') throw new Error('an answer was not cached');
  };
  return { stop, cost: () => costOf(pid, HITS, hit) };
}

const PARTS = {
  conversations: { make: withConversations, few: CONVERSATIONS },
  library: { make: withLibrary, few: 1 },
  cache: { make: withKept, few: KEPT_ANSWERS },
};
const figures = {};
for (const [part, { make, few }] of Object.entries(PARTS)) {
  const startedAt = performance.now();
  const small = await make(few);
  const { ratio, smallMs, largeMs } = await growth(small, await make(few * TIMES));
  Object.assign(figures, rowFigure(`C6 ${part}`, ratio));
  figures[`${part}: CPU of an answer (ms)`] = { measured: smallMs };
  figures[`${part}: CPU of an answer, ten times as many (ms)`] = { measured: largeMs };
  console.log(`${part}: ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}
report('growth', figures);
