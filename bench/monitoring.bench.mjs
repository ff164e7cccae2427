// What monitoring costs: its share of the CPU of an answer, and a scrape.
import { Registry } from 'prom-client';

import { answerLookedUp } from '../dist/cache/index.js';
import { REQUEST_CLASSES, SystemClock } from '../dist/common/index.js';
import { toolCallFinished } from '../dist/mcp/index.js';
import { publishMetrics } from '../dist/monitoring/metrics.js';
import { PerformanceMonitor } from '../dist/monitoring/index.js';
import { predictionScored, requestAnswered } from '../dist/optimizer/index.js';

import { median, report } from './support/figures.mjs';
import { cpuOf } from './support/process-cost.mjs';
import { startService } from './support/service.mjs';

const ROUNDS = 5;
const EVENTS = 20_000;
const ANSWERS = 300;
const SCRAPES = 100;

/** Everything that one answer with two MCP servers publishes. */
function publishAnswer(i) {
  const name = REQUEST_CLASSES[i % REQUEST_CLASSES.length];
  const elapsedMs = 5 + (i % 40);
  answerLookedUp.publish({ result: 'miss' });
  for (const server of ['sequential', 'context7']) {
    toolCallFinished.publish({ server, tool: 'x', outcome: 'used', durationMs: elapsedMs / 2 });
  }
  predictionScored.publish({ class: name, predictedMs: 7, actualMs: elapsedMs });
  requestAnswered.publish({
    requestId: 'req_01',
    class: name,
    elapsedMs,
    isInTime: true,
    causes: [],
    stages: ['cache', 'admission', 'detect', 'route', 'enhance', 'compose'].map((stage) => ({
      name: stage,
      startMs: 0,
      durationMs: elapsedMs / 6,
    })),
  });
}

/** Milliseconds of CPU for the events of one answer. */
function costOfEvents() {
  const before = process.cpuUsage();
  for (let i = 0; i < EVENTS; i++) publishAnswer(i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / EVENTS;
}

const rounds = () => median(Array.from({ length: ROUNDS }, costOfEvents));
costOfEvents();
const unheard = rounds();
const admission = { state: { inFlight: 0, open: 0, queued: 0, limit: 1, capacity: 1, shedTotal: 0 } };
const stop = publishMetrics(new Registry(), { admission, load: { current: { classes: {} } }, pressure: {} });
const monitor = new PerformanceMonitor({ clock: new SystemClock() });
monitor.start();
costOfEvents();
const heard = rounds();
monitor.stop();
stop();

const service = await startService({ yaml: 'graphql: { enabled: false }' });
try {
  const ask = (i) =>
    fetch(`${service.url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        question: `Our three squads wait on the infra group for every deploy, case ${i}. What do we change?`,
        noCache: true,
      }),
    }).then((response) => response.arrayBuffer());
  const scrape = () => fetch(`${service.url}/metrics`).then((response) => response.arrayBuffer());
  await cpuOf(service.pid, ANSWERS, ask);
  const answerMs = median([await cpuOf(service.pid, ANSWERS, ask), await cpuOf(service.pid, ANSWERS, ask)]);
  await cpuOf(service.pid, SCRAPES, scrape);
  const scrapeMs = await cpuOf(service.pid, SCRAPES, scrape);
  report('monitoring', {
    'share of the CPU of a full answer': { measured: (heard - unheard) / answerMs, must: 0.08, aim: 0.03 },
    'events of one answer, µs': { measured: (heard - unheard) * 1_000 },
    'a full answer, ms of CPU': { measured: answerMs },
    'a scrape, ms of CPU': { measured: scrapeMs, must: 10, aim: 5 },
  });
} finally {
  await service.stop();
}
