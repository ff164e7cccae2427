import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import { answerLookedUp } from '../cache/index.js';
import { continuationEnded } from '../guidance/index.js';
import { breakerChanged, toolCallAborted, toolCallFinished } from '../mcp/index.js';
import type { PressureMonitor } from '../memory/index.js';
import { requestAnswered, type Admission } from '../optimizer/index.js';

const PREFIX = 'claude_director_';

/** Bounds in seconds, dense around the deadlines of the classes. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 3, 5, 10];
const BREAKER_STATES = { closed: 0, halfOpen: 1, open: 2 } as const;

/**
 * Turns what the other modules publish into Prometheus metrics.
 *
 * @returns a function that ends the subscriptions.
 * @see docs/metrics.md
 */
export function publishMetrics(registry: Registry, admission: Admission, pressure: PressureMonitor): () => void {
  const registers = [registry];
  const requests = new Counter({
    name: `${PREFIX}requests_total`,
    help: 'Answers by class and by whether they met the deadline.',
    labelNames: ['class', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: `${PREFIX}request_duration_seconds`,
    help: 'From arrival to answer.',
    labelNames: ['class'],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const degradations = new Counter({
    name: `${PREFIX}degradations_total`,
    help: 'Losses disclosed in receipts, by cause.',
    labelNames: ['cause'],
    registers,
  });
  const cacheLookups = new Counter({
    name: `${PREFIX}answer_cache_lookups_total`,
    help: 'Requests that asked the answer cache, by result.',
    labelNames: ['result'],
    registers,
  });
  const calls = new Counter({
    name: `${PREFIX}mcp_calls_total`,
    help: 'Tool calls by configured server and outcome.',
    labelNames: ['server', 'outcome'],
    registers,
  });
  const callDuration = new Histogram({
    name: `${PREFIX}mcp_call_duration_seconds`,
    help: 'Tool calls from start to end.',
    labelNames: ['server'],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const aborts = new Counter({
    name: `${PREFIX}mcp_aborts_total`,
    help: 'Tool calls given up, their servers told so.',
    labelNames: ['server'],
    registers,
  });
  const breakers = new Gauge({
    name: `${PREFIX}mcp_breaker_state`,
    help: 'Circuit of a server: 0 closed, 1 half-open, 2 open.',
    labelNames: ['server'],
    registers,
  });
  const continuations = new Counter({
    name: `${PREFIX}continuations_total`,
    help: 'Answers finished in the background, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  readAtScrape(registers, 'admission_in_flight', 'Questions being worked on.', () => admission.state.inFlight);
  readAtScrape(registers, 'admission_queued', 'Questions waiting for a slot.', () => admission.state.queued);
  readAtScrape(
    registers,
    'memory_used_ratio',
    'The fuller of container and heap, 0 to 1.',
    () => pressure.pressure.usedRatio,
  );

  const subscriptions = [
    requestAnswered.subscribe(({ class: name, elapsedMs, isInTime, causes }) => {
      requests.inc({ class: name, outcome: isInTime ? 'in_time' : 'late' });
      duration.observe({ class: name }, elapsedMs / 1_000);
      for (const cause of causes) degradations.inc({ cause });
    }),
    answerLookedUp.subscribe(({ result }) => cacheLookups.inc({ result })),
    toolCallFinished.subscribe(({ server, outcome, durationMs }) => {
      calls.inc({ server, outcome });
      callDuration.observe({ server }, durationMs / 1_000);
    }),
    toolCallAborted.subscribe(({ server }) => aborts.inc({ server })),
    breakerChanged.subscribe(({ server, state }) => breakers.set({ server }, BREAKER_STATES[state])),
    continuationEnded.subscribe(({ outcome }) => continuations.inc({ outcome })),
  ];
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}

function readAtScrape(registers: Registry[], name: string, help: string, read: () => number): void {
  const gauge: Gauge = new Gauge({ name: `${PREFIX}${name}`, help, registers, collect: () => gauge.set(read()) });
}
