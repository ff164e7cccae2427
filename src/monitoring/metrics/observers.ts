import { observerFailed } from '../../core/index.js';

import { counter, metricGroup } from './metric.js';

/** Failures of what observes: subscribers of events, gauges, samples. */
export const observerMetrics = metricGroup(
  'Observers',
  {
    failures: counter(
      'observer_failures_total',
      'Failures of a metric, log line, report or sample; what it observes has gone on.',
      { observed: 'an event channel, gauge or timer of this program' },
    ),
  },
  ({ failures }) => [observerFailed.subscribe(({ observed }) => failures.inc({ observed }))],
);
