import {
  COLLECTION_REASONS,
  gcRequested,
  PRESSURE_STEPS,
  pressureActionChanged,
  stateSwept,
  type ComponentReport,
  type PoolReport,
} from '../../memory/index.js';

import { counter, metricGroup, scraped, type MetricSources, type Sample } from './metric.js';

const OWNER = 'an owner of memory in this program';
const POOL = 'a pool of this program';

/** How memory is used, and what is given up when it is tight. Collections: `nodejs_gc_duration_seconds`. */
export const memoryMetrics = metricGroup(
  'Memory',
  {
    used: scraped(
      { name: 'memory_used_ratio', help: 'The fullest of container, configured limit and heap, 0 to 1.' },
      ({ pressure }) => pressure.pressure.usedRatio,
    ),
    private: scraped(
      { name: 'memory_private_bytes', help: 'Resident memory that this process shares with nobody.' },
      ({ pressure }) => pressure.pressure.reading.privateBytes,
    ),
    stalled: scraped(
      {
        name: 'memory_stalled_ratio',
        help: 'Share of the last ten seconds in which somebody waited for memory, 0 to 1.',
      },
      ({ pressure }) => pressure.pressure.reading.stallRatio,
    ),
    collecting: scraped(
      { name: 'memory_collecting_ratio', help: 'Share of the time that went into full collections, 0 to 1.' },
      ({ pressure }) => pressure.pressure.reading.collectingRatio,
    ),
    retained: scraped(
      { name: 'memory_retained_bytes', help: 'What the latest full collection left; 0 before the first.' },
      ({ memory }) => memory.garbage.retainedBytes ?? 0,
    ),
    eventLoopDelay: scraped(
      { name: 'event_loop_delay_seconds', help: 'Longest delay of the event loop in the latest look at memory.' },
      ({ pressure }) => pressure.pressure.reading.eventLoopDelayMs / 1_000,
    ),
    relief: scraped(
      {
        name: 'memory_relief_active',
        help: 'Whether a step of relief is taken: 0 or 1.',
        labels: { step: PRESSURE_STEPS },
      },
      ({ pressure }) =>
        pressure.actions.state.map(({ step, isTaken }) => ({ labels: { step }, value: Number(isTaken) })),
    ),
    reliefs: counter({
      name: 'memory_reliefs_total',
      help: 'Times a step of relief was taken.',
      labels: { step: PRESSURE_STEPS },
    }),
    asked: counter({
      name: 'memory_collections_asked_total',
      help: 'Collections asked for while nobody came, because memory was tight, or to tell a leak from garbage.',
      labels: { reason: COLLECTION_REASONS },
    }),
    freed: counter({
      name: 'memory_collections_freed_bytes_total',
      help: 'What they freed.',
      labels: { reason: COLLECTION_REASONS },
    }),
    swept: counter({
      name: 'memory_swept_total',
      help: 'Expired entries dropped while nobody came.',
      labels: { owner: OWNER },
    }),
    held: perOwner('memory_held_bytes', 'What an owner holds, about.', ({ bytes }) => bytes),
    items: perOwner('memory_held_items', 'How many an owner holds.', ({ count }) => count),
    leak: scraped(
      {
        name: 'memory_leak_bytes_per_request',
        help: 'By which what is retained grows with each request; 0 while it does not.',
        labels: { owner: OWNER },
      },
      ({ memory }) => {
        const { leak } = memory.leaks;
        const labels = (owner: string) => ({ owner });
        return [
          ...memory.owners.components.map(({ owner }) => ({ labels: labels(owner), value: 0 })),
          { labels: labels('unknown'), value: 0 },
          ...(leak === undefined ? [] : [{ labels: labels(leak.owner), value: leak.bytesPerRequest }]),
        ];
      },
    ),
    reuse: perPool(
      'pool_reuse_ratio',
      'Share of the uses for which nothing was made, 0 to 1.',
      (pool) => pool.reuseRatio ?? 0,
    ),
    available: perPool('pool_available', 'Of a pool, not in use.', (pool) => pool.available),
    borrowed: perPool('pool_borrowed', 'Of a pool, in use.', (pool) => pool.borrowed),
  },
  ({ asked, freed, reliefs, swept }) => [
    pressureActionChanged.subscribe(({ step, isTaken }) => (isTaken ? reliefs.inc({ step }) : undefined)),
    gcRequested.subscribe(({ reason, freedBytes }) => {
      asked.inc({ reason });
      freed.inc({ reason }, freedBytes);
    }),
    stateSwept.subscribe(({ owner, dropped }) => swept.inc({ owner }, dropped)),
  ],
);

function perOwner(name: string, help: string, read: (report: ComponentReport) => number) {
  return scraped({ name, help, labels: { owner: OWNER } }, ({ memory }: MetricSources): Sample<'owner'>[] =>
    memory.owners.components.map((report) => ({ labels: { owner: report.owner }, value: read(report) })),
  );
}

function perPool(name: string, help: string, read: (report: PoolReport) => number) {
  return scraped({ name, help, labels: { pool: POOL } }, ({ memory }: MetricSources): Sample<'pool'>[] =>
    memory.owners.pools.map((report) => ({ labels: { pool: report.pool }, value: read(report) })),
  );
}
