// What the service takes: time from start to first answer, memory of its own when idle, under the load that one replica
// must bear, and after GraphQL was used. `--minutes 10` for the whole load, 2 by default.
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

import { OpenLoop } from '../test/support/open-loop.ts';
import { median, report } from './support/figures.mjs';
import { cpuMs, cpuOf, memoryBytes } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { startService } from './support/service.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '2' } },
});
const MINUTES = Number(values.minutes);
const PER_MINUTE = 1_000;
const CONVERSATIONS = 100;
const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const MEGABYTE = 1_048_576;
const ownMb = (pid) => memoryBytes(pid).anonymous / MEGABYTE;

async function post(url, path, body) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return response.json();
}

/** Milliseconds from the start of the process to its first answer, waiting included; CPU of the process until then. */
async function firstAnswer() {
  const startedAt = performance.now();
  const service = await startService({ lookMs: 10 });
  await post(service.url, '/v1/answers', { question: QUESTION });
  const took = { wallMs: performance.now() - startedAt, cpuMs: cpuMs(service.pid) };
  await service.stop();
  return took;
}

/** Questions of conversations that go on, each different from the others, as the seed load has them. */
function questionOf(i, conversations) {
  const at = i % CONVERSATIONS;
  const question = `${QUESTION} Say it for squad ${i % 251}, in week ${i % 53}.`;
  return { at, body: JSON.stringify({ question, conversationId: conversations[at] }) };
}

// The first start compiles what the next ones find compiled.
await firstAnswer();
const starts = [];
for (let i = 0; i < 5; i++) starts.push(await firstAnswer());

const service = await startService({
  yaml: `
eventLoop: { stallMs: 10000 }
`,
});
await pause(5_000);
const idle = ownMb(service.pid);

const conversations = [];
for (let i = 0; i < CONVERSATIONS; i++) {
  conversations.push(
    (await post(service.url, '/v1/answers', { question: `${QUESTION} We are team ${i}.` })).conversationId,
  );
}
const load = new OpenLoop(service.url);
const cpuBefore = cpuMs(service.pid);
let worst = 0;
const watch = setInterval(() => (worst = Math.max(worst, ownMb(service.pid))), 1_000);
const outcomes = await load.offer({
  perSecond: PER_MINUTE / 60,
  seconds: MINUTES * 60,
  next: (i) => ({ ...questionOf(i, conversations), keepBody: true }),
});
clearInterval(watch);
const loaded = ownMb(service.pid);
const cpu = (cpuMs(service.pid) - cpuBefore) / outcomes.length;
const inTime = outcomes.filter(({ status, text }) => status === 200 && JSON.parse(text).receipt.met).length;
await pause(10_000);
const rested = ownMb(service.pid);
load.close();

/** A whole answer, nothing cached, both built-in servers; one at a time, so that nothing is refused. */
async function whole(i) {
  await post(service.url, '/v1/answers', { question: `${QUESTION} This is time ${i}.`, noCache: true });
}
for (let i = 0; i < 500; i++) await whole(i);
const wholeMs = await cpuOf(service.pid, 1_000, whole);

await post(service.url, '/graphql', { query: '{ personas { id } frameworks { id } }' });
await pause(5_000);
const graphql = ownMb(service.pid) - rested;
await service.stop();

report('footprint', {
  ...rowFigure('S10', median(starts.map(({ wallMs }) => wallMs)), ', median of 5'),
  'start to first answer, CPU (ms)': { measured: median(starts.map((start) => start.cpuMs)) },
  ...rowFigure('S3', wholeMs),
  ...rowFigure('M1', idle),
  ...rowFigure('M2', loaded, `, after ${MINUTES} minutes`),
  'most at any time (MB)': { measured: worst },
  'ten seconds after (MB)': { measured: rested },
  ...rowFigure('C1', (inTime / outcomes.length) * 100),
  'CPU per answer in conversations (ms)': { measured: cpu },
  ...rowFigure('M3', Math.max(0, graphql)),
});
