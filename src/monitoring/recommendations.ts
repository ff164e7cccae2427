import type { Performance } from './performance-report.js';

/** The sections of the report that recommendations are derived from. */
export type Measurements = Pick<
  Performance,
  'admission' | 'answerCache' | 'classes' | 'load' | 'mcpServers' | 'memory'
>;

/** Fewer requests missed for one cause within the window of the budget are no reason to change a setting. */
const MIN_MISSES = 5;
const FULL_LOAD = 0.9;
/** From this share of its bound, a cache evicts answers that could have been reused. */
const CACHE_FULL_RATIO = 0.95;
const POOR_HIT_RATIO = 0.3;
const MIN_LOOKUPS = 200;
/** Share of the calls of a server without a result, from which a recommendation is made. */
const LOSS_RATIO = 0.1;
const MIN_CALLS = 20;

/** Causes of missed requests, and the setting that bounds each. */
const BY_CAUSE: readonly (readonly [cause: string, setting: string, advice: string])[] = [
  ['refused: capacity', 'admission.capacity', 'raise it, or add replicas'],
  ['refused: queue_full', 'admission.queueCapacity', 'raise it if the load comes in bursts, else add replicas'],
  ['refused: tenant', 'admission.tenantRatio', 'raise it if one tenant may take more'],
  ['refused: lasting_overload', 'replicas', 'add replicas: more is asked than one can answer'],
  ['refused: deadline', 'replicas', 'add replicas: requests would wait past their deadlines'],
  ['refused: cheaper_refused', 'replicas', 'add replicas: answers go without parts that callers insist on'],
  ['refused: pressure', 'resources.limits.memory', 'raise it, or add replicas'],
  ['late: enhance', 'replyReserve.minMs', 'raise it: replies start too late'],
  ['late: compose', 'replyReserve.maxMs', 'raise it: writing the reply takes longer than the reserve'],
  ['late: admission', 'admission.queueTargetRatio', 'lower it: requests wait too long before they start'],
];

/** Settings whose change would help, each with the measurement behind it. */
export function recommendationsFor(measured: Measurements): Performance['recommendations'] {
  const { classes, answerCache, mcpServers, memory, load, admission } = measured;
  const causes = new Map<string, number>();
  for (const { cause, requests } of classes.flatMap(({ budget }) => budget.causes)) {
    causes.set(cause, (causes.get(cause) ?? 0) + requests);
  }
  const lookups = answerCache.hits + answerCache.misses;
  const hitRatio = answerCache.hits / Math.max(1, lookups);
  const isFull = answerCache.bytes > CACHE_FULL_RATIO * answerCache.maxBytes;
  const rules: (readonly [applies: boolean, setting: string, advice: string, because: string])[] = [
    ...BY_CAUSE.map(([cause, setting, advice]) => {
      const requests = causes.get(cause) ?? 0;
      return [requests >= MIN_MISSES, setting, advice, `${requests} requests within an hour were ${cause}`] as const;
    }),
    [
      load.busy > FULL_LOAD,
      'replicas',
      'add replicas: one process uses one core',
      `the event loop is busy ${percent(load.busy)} of the time`,
    ],
    [
      load.open > FULL_LOAD && load.busy < 0.5,
      'admission.capacity',
      'raise it: most open questions wait for MCP servers',
      `${admission.open} of ${admission.capacity} questions are open, and the event loop is busy ${percent(load.busy)} of the time`,
    ],
    [
      isFull && lookups >= MIN_LOOKUPS && hitRatio < POOR_HIT_RATIO,
      'cache.maxBytes',
      'raise it: answers are evicted before they are reused',
      `the cache is full and its hit ratio is ${percent(hitRatio)}`,
    ],
    [
      isFull && memory.level !== 'normal',
      'cache.maxBytes',
      'lower it, or raise the memory limit',
      `${percent(memory.usedRatio)} of the memory is used`,
    ],
    ...mcpServers.map(
      ({ server, cutOffs }) =>
        [
          cutOffs > 0,
          `mcp.servers[${server}].enabled`,
          'repair the server, or switch it off',
          `it was cut off ${times(cutOffs)} because it sent more than allowed`,
        ] as const,
    ),
    ...mcpServers.map(({ server, used, lost, p95Ms }) => {
      const lossRatio = lost / Math.max(1, used + lost);
      return [
        used + lost >= MIN_CALLS && lossRatio > LOSS_RATIO,
        `mcp.servers[${server}].timeoutMs`,
        'lower it to wait less for failing calls, or repair the server',
        `${percent(lossRatio)} of its calls give no result, p95 ${Math.round(p95Ms ?? 0)} ms`,
      ] as const;
    }),
  ];
  return rules.filter(([applies]) => applies).map(([, setting, advice, because]) => ({ setting, advice, because }));
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
