import {
  GC_REASONS,
  gcRequested,
  PRESSURE_STEPS,
  pressureActionChanged,
  stateSwept,
  type ComponentReport,
  type PoolReport,
} from '../../memory/index.js';

import { counter, metricGroup, scraped, scrapedSeries } from './metric.js';

const COMPONENT = 'a component of this program';
const POOL = 'a pool of this program';

/** Memory, pressure and pools. Garbage collections: `nodejs_gc_duration_seconds` of the runtime. */
export const memoryMetrics = metricGroup(
  'Memory',
  {
    used: scraped(
      'memory_used_ratio',
      'The fullest of container, configured limit and heap, 0 to 1.',
      ({ memory }) => memory.pressure.current.usedRatio,
    ),
    private: scraped(
      'memory_private_bytes',
      'Resident memory of this process that is not shared.',
      ({ memory }) => memory.pressure.current.reading.privateBytes,
    ),
    stalled: scraped(
      'memory_stalled_ratio',
      'Share of the last ten seconds in which some task waited for memory, 0 to 1.',
      ({ memory }) => memory.pressure.current.reading.stallRatio,
    ),
    gcTime: scraped(
      'gc_time_ratio',
      'Share of the time spent in full garbage collections, 0 to 1.',
      ({ memory }) => memory.pressure.current.reading.gcTimeRatio,
    ),
    retained: scraped(
      'memory_retained_bytes',
      'Bytes that survived the latest full collection; 0 before the first.',
      ({ memory }) => memory.gc.retainedBytes ?? 0,
    ),
    eventLoopDelay: scraped(
      'event_loop_delay_seconds',
      'Longest delay of the event loop within the latest sample.',
      ({ memory }) => memory.pressure.current.reading.eventLoopDelayMs / 1_000,
    ),
    actionActive: scrapedSeries(
      'memory_pressure_action_active',
      'Whether an action against memory pressure is active: 0 or 1.',
      'step',
      PRESSURE_STEPS,
      ({ memory }) => memory.actions.state.map(({ step, isTaken }) => [step, Number(isTaken)]),
    ),
    actions: counter('memory_pressure_actions_total', 'Times an action against memory pressure became active.', {
      step: PRESSURE_STEPS,
    }),
    requested: counter(
      'gc_requested_total',
      'Full garbage collections requested while idle, under memory pressure, or to tell a leak from garbage.',
      { reason: GC_REASONS },
    ),
    freed: counter('gc_requested_freed_bytes_total', 'Bytes freed by requested collections.', { reason: GC_REASONS }),
    swept: counter('memory_swept_total', 'Expired entries dropped while idle.', { component: COMPONENT }),
    usage: perComponent('memory_usage_bytes', 'Bytes that a component holds, estimated.', ({ bytes }) => bytes),
    items: perComponent('memory_usage_items', 'Entries that a component holds.', ({ count }) => count),
    leak: scrapedSeries(
      'memory_leak_bytes_per_request',
      'Growth of retained memory with each request; 0 without a suspected leak.',
      'component',
      COMPONENT,
      ({ memory: { accounting, leaks } }) =>
        [...accounting.components.map(({ component }) => component), 'unknown'].map((component) => [
          component,
          leaks.leak?.component === component ? leaks.leak.bytesPerRequest : 0,
        ]),
    ),
    reuse: perPool(
      'pool_reuse_ratio',
      'Share of the uses that created nothing, 0 to 1.',
      (pool) => pool.reuseRatio ?? 0,
    ),
    available: perPool('pool_available', 'Idle entries of a pool.', (pool) => pool.available),
    borrowed: perPool('pool_borrowed', 'Entries of a pool in use.', (pool) => pool.borrowed),
  },
  ({ actions, freed, requested, swept }) => [
    pressureActionChanged.subscribe(({ step, isActive }) => (isActive ? actions.inc({ step }) : undefined)),
    gcRequested.subscribe(({ reason, freedBytes }) => {
      requested.inc({ reason });
      freed.inc({ reason }, freedBytes);
    }),
    stateSwept.subscribe(({ component, dropped }) => swept.inc({ component }, dropped)),
  ],
);

function perComponent(name: string, help: string, read: (report: ComponentReport) => number) {
  return scrapedSeries(name, help, 'component', COMPONENT, ({ memory }) =>
    memory.accounting.components.map((report) => [report.component, read(report)]),
  );
}

function perPool(name: string, help: string, read: (report: PoolReport) => number) {
  return scrapedSeries(name, help, 'pool', POOL, ({ memory }) =>
    memory.accounting.pools.map((report) => [report.pool, read(report)]),
  );
}
