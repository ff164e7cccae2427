// What monitoring costs: its share of the CPU of an answer, and a scrape.
import { Registry } from 'prom-client';

import { answerLookedUp } from '../dist/answers/index.js';
import { REQUEST_CLASSES, SystemClock } from '../dist/core/index.js';
import { toolCallFinished } from '../dist/mcp/index.js';
import { publishMetrics } from '../dist/monitoring/metrics.js';
import { PerformanceMonitor } from '../dist/monitoring/index.js';
import { predictionScored, requestAnswered } from '../dist/optimizer/index.js';

import { inTurn, median, report } from './support/figures.mjs';
import { cpuOf } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { startService } from './support/service.mjs';

const ROUNDS = 5;
const EVENTS = 20_000;
const ANSWERS = 200;
const SCRAPES = 50;

/** Everything that one answer with two MCP servers publishes. */
function publishAnswer(i) {
  const name = REQUEST_CLASSES[i % REQUEST_CLASSES.length];
  const elapsedMs = 5 + (i % 40);
  answerLookedUp.publish({ result: 'miss' });
  for (const server of ['builtin:analysis', 'builtin:library']) {
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

const admission = { state: { inFlight: 0, open: 0, queued: 0, limit: 1, capacity: 1, shedTotal: 0 } };
/** The same with all that listens. */
function costOfEventsHeard() {
  const stop = publishMetrics(new Registry(), { admission, load: { current: { classes: {} } } });
  const monitor = new PerformanceMonitor({ clock: new SystemClock() });
  monitor.start();
  const cost = costOfEvents();
  monitor.stop();
  stop();
  return cost;
}

const service = await startService({ yaml: 'graphql: { enabled: false }' });
try {
  const whole = async (path, options) => {
    const response = await fetch(`${service.url}${path}`, options);
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
    await response.arrayBuffer();
  };
  const ask = (i) =>
    whole('/v1/answers', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        question: `Our three squads wait on the infra group for every deploy, case ${i}. What do we change?`,
        noCache: true,
      }),
    });
  const scrape = () => whole('/metrics');
  const { values, medians } = await inTurn(
    {
      unheard: costOfEvents,
      heard: costOfEventsHeard,
      answer: () => cpuOf(service.pid, ANSWERS, ask),
      scrape: () => cpuOf(service.pid, SCRAPES, scrape),
    },
    { rounds: ROUNDS },
  );
  const added = values.heard.map((heard, i) => heard - values.unheard[i]);
  report('monitoring', {
    ...rowFigure('S9 monitoring', median(added.map((cost, i) => cost / values.answer[i]))),
    'events of one answer, µs': { measured: median(added) * 1_000 },
    'a full answer, ms of CPU': { measured: medians.answer },
    'a scrape, ms of CPU': { measured: medians.scrape, must: 10, aim: 5 },
  });
} finally {
  await service.stop();
}
