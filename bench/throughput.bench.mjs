// How many whole answers one core gives in time: nothing cached, both built-in MCP servers, at a rate that does not wait for
// the answers. The service has one core, who asks another. `--seconds` for longer looks than the default.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { OpenLoop } from '../test/support/open-loop.ts';
import { closedLoop } from './support/closed-loop.mjs';
import { pinClient, SERVICE_CORE } from './support/cores.mjs';
import { quantile, report } from './support/figures.mjs';
import { cpuMs, stolenMs } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { startService } from './support/service.mjs';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' } },
});
const SECONDS = Number(values.seconds);
const DEADLINE_MS = 500;
/** What is asked for, and what is aimed at, requests a second. */
const PROMISED = [500, 1_000];
/** From these the highest is found at which every answer is in time. */
const RATES = [25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1_000];
const WARM_UP_SECONDS = 6;
/** Of all replies, each so many-th is read. */
const READ_EVERY = 20;
const SUBJECTS = ['deploys', 'incidents', 'the roadmap', 'hiring', 'the platform', 'tech debt', 'our OKRs', 'vendors'];

pinClient();

/** A question of its own each time, of the length people ask. */
function questionOf(i) {
  const question =
    `Our ${2 + (i % 7)} squads keep waiting on the infra group for ${SUBJECTS[i % SUBJECTS.length]} in case ${i}. ` +
    'Two directors disagree about ownership and the board asks for a date. What should we change first?';
  return JSON.stringify({ question, class: 'strategic', noCache: true });
}

/** Whether an answer was composed afresh with what both servers found. */
function isWhole(text) {
  const { cache, enhancements } = JSON.parse(text).receipt;
  return cache.answer !== 'hit' && enhancements.filter(({ outcome }) => outcome === 'used').length === 2;
}

/** Offers `perSecond` to a service that has just been started and warmed up. */
async function offered(perSecond) {
  const service = await startService({ core: SERVICE_CORE });
  const loop = new OpenLoop(service.url);
  try {
    const headers = { 'content-type': 'application/json' };
    const next = (i) => ({ path: '/v1/answers', headers, body: questionOf(i) });
    await closedLoop(service.url, { callers: 4, seconds: WARM_UP_SECONDS, next });
    await pause(500);
    const [cpuBefore, stolenBefore, startedAt] = [cpuMs(service.pid), stolenMs(SERVICE_CORE), performance.now()];
    const outcomes = await loop.offer({
      perSecond,
      seconds: SECONDS,
      next: (i) => ({ body: questionOf(1_000_000 + i), keepBody: i % READ_EVERY === 0 }),
    });
    const tookMs = performance.now() - startedAt;
    const strange = outcomes.find(({ status }) => status !== 200 && status !== 503);
    if (strange !== undefined) throw new Error(`at ${perSecond} a second a reply was ${strange.status}`);
    const answered = outcomes.filter(({ status }) => status === 200);
    const inTime = answered.filter(({ latencyMs }) => latencyMs <= DEADLINE_MS).length;
    const read = answered.filter(({ text }) => text !== '');
    const result = {
      perSecond,
      inTime: inTime / outcomes.length,
      refused: (outcomes.length - answered.length) / outcomes.length,
      whole: read.length === 0 ? 0 : read.filter(({ text }) => isWhole(text)).length / read.length,
      goodput: inTime / SECONDS,
      p99Ms: quantile([0, ...answered.map(({ latencyMs }) => latencyMs)], 0.99),
      cpuMs: (cpuMs(service.pid) - cpuBefore) / Math.max(1, answered.length),
      stolen: (stolenMs(SERVICE_CORE) - stolenBefore) / tookMs,
    };
    console.log(
      Object.entries(result)
        .map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`)
        .join('  '),
    );
    return result;
  } finally {
    loop.close();
    await service.stop();
  }
}

const results = new Map();
for (const perSecond of PROMISED) results.set(perSecond, await offered(perSecond));

/** All in time, and nothing left out of them to be so. */
const holds = ({ inTime, whole }) => inTime === 1 && whole === 1;
// The more is offered, the less of it is in time: the bounds close in on the highest rate of which all is.
let [low, high] = [-1, RATES.length];
while (high - low > 1) {
  const middle = Math.floor((low + high) / 2);
  const rate = RATES[middle];
  if (!results.has(rate)) results.set(rate, await offered(rate));
  if (holds(results.get(rate))) low = middle;
  else high = middle;
}
const highest = low < 0 ? 0 : RATES[low];

const figures = rowFigure('S4', highest, `, for ${SECONDS} s`);
if (highest > 0) {
  figures['at that rate: CPU of an answer (ms)'] = { measured: results.get(highest).cpuMs };
  figures['at that rate: p99 (ms)'] = { measured: results.get(highest).p99Ms };
}
for (const rate of PROMISED) {
  const { inTime, refused, whole, goodput, stolen } = results.get(rate);
  figures[`at ${rate} a second: in time (share)`] = { measured: inTime, higherIsBetter: true };
  figures[`at ${rate} a second: refused (share)`] = { measured: refused };
  figures[`at ${rate} a second: with all that both servers found (share of those answered)`] = { measured: whole };
  figures[`at ${rate} a second: answered in time (requests/s)`] = { measured: goodput };
  figures[`at ${rate} a second: core that the host took (share)`] = { measured: stolen };
}
report('throughput', figures);
