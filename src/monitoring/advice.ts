import type { Condition } from './alert-tracker.js';
import type { Performance } from './performance-report.js';

/** What is measured, before it is judged. */
export type Measurements = Omit<Performance, 'alerts' | 'recommendations'>;
type Recommendation = Performance['recommendations'][number];

/** Burn rates at which a month's error budget is gone within two days, and within ten. @see docs/runbooks/error-budget.md */
const FAST_BURN = 14.4;
const SLOW_BURN = 3;
/** Fewer misses wake nobody. */
const MIN_MISSES = 5;
const FULL_LOAD = 0.9;
const STALL_MS = 250;
/** A cache this full drops what it could have answered with. */
const CACHE_FULL_RATIO = 0.95;
const POOR_HIT_RATIO = 0.3;
const MIN_LOOKUPS = 200;
/** A server that loses this share of its calls. */
const LOSS_RATIO = 0.1;
const MIN_CALLS = 20;

/** The conditions that hold, as far as this process can see. */
export function conditionsIn({ classes, load, mcpServers, memory }: Measurements): Condition[] {
  return [
    ...classes.flatMap(({ class: name, budget }): Condition[] => {
      if (budget.missed < MIN_MISSES || budget.spentRatio < SLOW_BURN) return [];
      const severity = budget.spentRatio >= FAST_BURN ? 'page' : 'ticket';
      const share = ((100 * budget.missed) / budget.requests).toFixed(1);
      return [
        { id: `budget:${name}`, severity, summary: `${share} % of class ${name} late or refused within an hour` },
      ];
    }),
    ...mcpServers.flatMap(({ server, breaker }): Condition[] =>
      breaker === 'open'
        ? [{ id: `circuit:${server}`, severity: 'ticket', summary: `MCP server ${server} is not being called` }]
        : [],
    ),
    ...holds(load.overall > FULL_LOAD, 'load', 'page', 'this replica is full'),
    ...holds(memory.level !== 'normal', 'memory', 'ticket', `memory is ${memory.level}`),
    ...holds(
      memory.leak !== null,
      'leak',
      'ticket',
      `what ${memory.leak?.owner} holds grows by ${Math.round(memory.leak?.bytesPerRequest ?? 0)} bytes a request`,
    ),
    ...holds(memory.eventLoopDelayMs > STALL_MS, 'event-loop', 'ticket', 'the event loop stalls'),
  ];
}

/** Settings whose change would help, each with what says so. */
export function recommendationsFor(measured: Measurements): Recommendation[] {
  const { classes, answerCache, mcpServers, memory, load, admission } = measured;
  const causes = new Map<string, number>();
  for (const { cause, requests } of classes.flatMap(({ budget }) => budget.causes)) {
    causes.set(cause, (causes.get(cause) ?? 0) + requests);
  }
  const lookups = answerCache.hits + answerCache.misses;
  const isFull = answerCache.bytes > CACHE_FULL_RATIO * answerCache.maxBytes;
  const isPoor = lookups >= MIN_LOOKUPS && answerCache.hits / lookups < POOR_HIT_RATIO;
  return [
    ...BY_CAUSE.flatMap(([cause, setting, advice]) => {
      const requests = causes.get(cause) ?? 0;
      return advises(requests >= MIN_MISSES, setting, advice, `${requests} requests within an hour were ${cause}`);
    }),
    ...advises(
      load.busy > FULL_LOAD,
      'replicas',
      'add replicas: one process uses one core',
      `the event loop is busy ${percent(load.busy)} of the time`,
    ),
    ...advises(
      load.open > FULL_LOAD && load.busy < 0.5,
      'admission.capacity',
      'raise it: most of what is open waits for MCP servers',
      `${admission.open} of ${admission.capacity} questions are open at ${percent(load.busy)} of the processor`,
    ),
    ...advises(
      isFull && isPoor,
      'cache.maxBytes',
      'raise it: answers are dropped before they are asked for again',
      `the cache is full and answers ${percent(answerCache.hits / Math.max(1, lookups))} of the questions`,
    ),
    ...advises(
      memory.level !== 'normal' && isFull,
      'cache.maxBytes',
      'lower it, or raise the memory limit',
      `${percent(memory.usedRatio)} of the memory is used`,
    ),
    ...mcpServers.flatMap(({ server, used, lost, p95Ms }) =>
      advises(
        used + lost >= MIN_CALLS && lost / (used + lost) > LOSS_RATIO,
        `mcp.servers[${server}].timeoutMs`,
        'lower it so that less is waited for in vain, or see what the server lacks',
        `${percent(lost / (used + lost))} of its calls bring nothing, p95 ${Math.round(p95Ms ?? 0)} ms`,
      ),
    ),
  ];
}

/** What requests were missed for, and the setting that bounds it. */
const BY_CAUSE: readonly (readonly [cause: string, setting: string, advice: string])[] = [
  ['refused: capacity', 'admission.capacity', 'raise it, or add replicas'],
  ['refused: queue_full', 'admission.queueCapacity', 'raise it if the load comes in bursts, else add replicas'],
  ['refused: tenant', 'admission.tenantRatio', 'raise it if one tenant may take more'],
  ['refused: standing_queue', 'replicas', 'add replicas: a queue stands'],
  ['refused: deadline', 'replicas', 'add replicas: requests would wait past their deadlines'],
  ['refused: pressure', 'resources.limits.memory', 'raise it, or add replicas'],
  ['late: enhance', 'replyReserve.minMs', 'raise it: replies begin too late'],
  ['late: compose', 'replyReserve.maxMs', 'raise it: writing the reply takes longer than is kept for it'],
  ['late: admission', 'admission.queueTargetRatio', 'lower it: requests wait too long before they start'],
];

function holds(isTrue: boolean, id: string, severity: Condition['severity'], summary: string): Condition[] {
  return isTrue ? [{ id, severity, summary }] : [];
}

function advises(isTrue: boolean, setting: string, advice: string, because: string): Recommendation[] {
  return isTrue ? [{ setting, advice, because }] : [];
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
