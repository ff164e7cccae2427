import { REQUEST_CLASSES } from '../../core/index.js';
import { jobEnded } from '../../jobs/index.js';
import { predictionScored, requestShed, shedProbed } from '../../optimizer/index.js';

import { counter, histogram, metricGroup, scraped } from './metric.js';

/** Seconds by which a prediction was off. */
const ERROR_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** How full the service is. */
export const loadMetrics = metricGroup(
  'Load',
  {
    load: scraped(
      { name: 'load_ratio', help: 'How full this replica is, 0 to 1: what the autoscaler follows.' },
      ({ load }) => load.current.overall,
    ),
    classLoad: scraped(
      {
        name: 'class_load_ratio',
        help: 'How much of its deadline a request of the class would wait, or how far its misses exceed its objective.',
        labels: { class: REQUEST_CLASSES },
      },
      ({ load }) => Object.entries(load.current.classes).map(([name, value]) => ({ labels: { class: name }, value })),
    ),
    inFlight: scraped(
      { name: 'admission_in_flight', help: 'Questions being worked on.' },
      ({ admission }) => admission.state.inFlight,
    ),
    queued: scraped(
      { name: 'admission_queued', help: 'Questions waiting for a slot.' },
      ({ admission }) => admission.state.queued,
    ),
    limit: scraped(
      { name: 'admission_limit', help: 'Questions that may be worked on at once, as found by measuring.' },
      ({ admission }) => admission.state.limit,
    ),
    open: scraped(
      { name: 'admission_open', help: 'Questions being worked on or waiting for MCP servers.' },
      ({ admission }) => admission.state.open,
    ),
    shed: counter({
      name: 'requests_shed_total',
      help: 'Questions refused, by why: they would have been late, the queue stood or was full, and so on.',
      labels: {
        class: REQUEST_CLASSES,
        reason: ['deadline', 'standing_queue', 'queue_full', 'capacity', 'tenant', 'pressure'],
      },
    }),
    probes: counter({
      name: 'shed_probes_total',
      help: 'Questions let in although they seemed bound to be late, to score the prediction.',
      labels: { class: REQUEST_CLASSES, outcome: ['made_it', 'late'] },
    }),
    predictionError: histogram({
      name: 'prediction_error_seconds',
      help: 'How far the time an answer took was from the time predicted for it.',
      labels: { class: REQUEST_CLASSES },
      buckets: ERROR_BUCKETS,
    }),
    admissible: counter({
      name: 'predictions_admissible_total',
      help: 'Questions said to be answered in time, by whether they were.',
      labels: { class: REQUEST_CLASSES, outcome: ['in_time', 'late'] },
    }),
    jobs: counter({
      name: 'jobs_total',
      help: 'Runs of background jobs, and waiting jobs cancelled.',
      labels: { kind: 'a kind of job of this program', outcome: ['done', 'failed', 'cancelled'] },
    }),
  },
  ({ admissible, jobs, predictionError, probes, shed }) => [
    requestShed.subscribe(({ class: name, reason }) => shed.inc({ class: name, reason })),
    shedProbed.subscribe(({ class: name, wouldHaveMadeIt }) =>
      probes.inc({ class: name, outcome: wouldHaveMadeIt ? 'made_it' : 'late' }),
    ),
    predictionScored.subscribe(({ class: name, predictedMs, actualMs, isInTime }) => {
      predictionError.observe({ class: name }, Math.abs(actualMs - predictedMs) / 1_000);
      admissible.inc({ class: name, outcome: isInTime ? 'in_time' : 'late' });
    }),
    jobEnded.subscribe(({ kind, outcome }) => jobs.inc({ kind, outcome })),
  ],
);
