import {
  GC_REASONS,
  gcRequested,
  PRESSURE_STEPS,
  pressureActionChanged,
  stateSwept,
  type ComponentReport,
  type PoolReport,
} from '../../memory/index.js';

import { counter, metricGroup, scraped, type MetricSources, type Sample } from './metric.js';

const COMPONENT = 'a component of this program';
const POOL = 'a pool of this program';

/** Memory, pressure and pools. Garbage collections: `nodejs_gc_duration_seconds` of the runtime. */
export const memoryMetrics = metricGroup(
  'Memory',
  {
    used: scraped(
      { name: 'memory_used_ratio', help: 'The fullest of container, configured limit and heap, 0 to 1.' },
      ({ memory }) => memory.pressure.pressure.usedRatio,
    ),
    private: scraped(
      { name: 'memory_private_bytes', help: 'Resident memory of this process that is not shared.' },
      ({ memory }) => memory.pressure.pressure.reading.privateBytes,
    ),
    stalled: scraped(
      {
        name: 'memory_stalled_ratio',
        help: 'Share of the last ten seconds in which some task waited for memory, 0 to 1.',
      },
      ({ memory }) => memory.pressure.pressure.reading.stallRatio,
    ),
    gcTime: scraped(
      { name: 'gc_time_ratio', help: 'Share of the time spent in full garbage collections, 0 to 1.' },
      ({ memory }) => memory.pressure.pressure.reading.gcTimeRatio,
    ),
    retained: scraped(
      { name: 'memory_retained_bytes', help: 'Bytes that survived the latest full collection; 0 before the first.' },
      ({ memory }) => memory.gc.retainedBytes ?? 0,
    ),
    eventLoopDelay: scraped(
      { name: 'event_loop_delay_seconds', help: 'Longest delay of the event loop within the latest sample.' },
      ({ memory }) => memory.pressure.pressure.reading.eventLoopDelayMs / 1_000,
    ),
    actionActive: scraped(
      {
        name: 'memory_pressure_action_active',
        help: 'Whether an action against memory pressure is active: 0 or 1.',
        labels: { step: PRESSURE_STEPS },
      },
      ({ memory }) => memory.actions.state.map(({ step, isTaken }) => ({ labels: { step }, value: Number(isTaken) })),
    ),
    actions: counter({
      name: 'memory_pressure_actions_total',
      help: 'Times an action against memory pressure became active.',
      labels: { step: PRESSURE_STEPS },
    }),
    requested: counter({
      name: 'gc_requested_total',
      help: 'Full garbage collections requested while idle, under memory pressure, or to tell a leak from garbage.',
      labels: { reason: GC_REASONS },
    }),
    freed: counter({
      name: 'gc_requested_freed_bytes_total',
      help: 'Bytes freed by requested collections.',
      labels: { reason: GC_REASONS },
    }),
    swept: counter({
      name: 'memory_swept_total',
      help: 'Expired entries dropped while idle.',
      labels: { component: COMPONENT },
    }),
    usage: perComponent('memory_usage_bytes', 'Bytes that a component holds, estimated.', ({ bytes }) => bytes),
    items: perComponent('memory_usage_items', 'Entries that a component holds.', ({ count }) => count),
    leak: scraped(
      {
        name: 'memory_leak_bytes_per_request',
        help: 'Growth of retained memory with each request; 0 without a suspected leak.',
        labels: { component: COMPONENT },
      },
      ({ memory }) => {
        const { leak } = memory.leaks;
        const components = [...memory.accounting.components.map(({ component }) => component), 'unknown'];
        return components.map((component) => ({
          labels: { component },
          value: leak?.component === component ? leak.bytesPerRequest : 0,
        }));
      },
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
  return scraped({ name, help, labels: { component: COMPONENT } }, ({ memory }: MetricSources): Sample<'component'>[] =>
    memory.accounting.components.map((report) => ({
      labels: { component: report.component },
      value: read(report),
    })),
  );
}

function perPool(name: string, help: string, read: (report: PoolReport) => number) {
  return scraped({ name, help, labels: { pool: POOL } }, ({ memory }: MetricSources): Sample<'pool'>[] =>
    memory.accounting.pools.map((report) => ({ labels: { pool: report.pool }, value: read(report) })),
  );
}
