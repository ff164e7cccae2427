import { REQUEST_CLASSES } from '../../core/index.js';
import { jobEnded } from '../../jobs/index.js';
import { predictionScored, requestShed } from '../../optimizer/index.js';

import { counter, histogram, metricGroup, scraped, scrapedSeries } from './metric.js';

/** Errors of predictions, seconds. */
const ERROR_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Load, admission, predictions and jobs. */
export const loadMetrics = metricGroup(
  'Load',
  {
    load: scraped(
      'load_ratio',
      'Load of this replica, 0 to 1; the autoscaler follows it.',
      ({ load }) => load.current.overall,
    ),
    classLoad: scrapedSeries(
      'class_load_ratio',
      'Predicted wait as a share of the deadline of the class, or how far misses exceed its objective, 0 to 1.',
      'class',
      REQUEST_CLASSES,
      ({ load }) => Object.entries(load.current.classes),
    ),
    inFlight: scraped('admission_in_flight', 'Questions in flight.', ({ admission }) => admission.state.inFlight),
    queued: scraped('admission_queued', 'Questions waiting for a slot.', ({ admission }) => admission.state.queued),
    limit: scraped(
      'admission_limit',
      'Questions that may be in flight at once, as measured.',
      ({ admission }) => admission.state.limit,
    ),
    open: scraped(
      'admission_open',
      'Questions in flight or waiting for MCP servers.',
      ({ admission }) => admission.state.open,
    ),
    brownout: scraped(
      'brownout_level',
      'Steps that answers go without under overload; 0 for none.',
      ({ admission }) => admission.state.brownout,
    ),
    shed: counter('requests_shed_total', 'Questions rejected, by reason.', {
      class: REQUEST_CLASSES,
      reason: ['deadline', 'lasting_overload', 'queue_full', 'capacity', 'tenant', 'pressure', 'cheaper_refused'],
    }),
    predictionError: histogram(
      'prediction_error_seconds',
      'Difference between the predicted and the actual time of an answer.',
      ERROR_BUCKETS,
      { class: REQUEST_CLASSES },
    ),
    admissible: counter('predictions_admissible_total', 'Questions predicted to be in time, by outcome.', {
      class: REQUEST_CLASSES,
      outcome: ['in_time', 'late'],
    }),
    jobs: counter('jobs_total', 'Runs of background jobs, and waiting jobs cancelled.', {
      kind: 'a kind of job of this program',
      outcome: ['done', 'failed', 'cancelled'],
    }),
  },
  ({ admissible, jobs, predictionError, shed }) => [
    requestShed.subscribe(({ class: name, reason }) => shed.inc({ class: name, reason })),
    predictionScored.subscribe(({ class: name, predictedMs, actualMs, isInTime }) => {
      predictionError.observe({ class: name }, Math.abs(actualMs - predictedMs) / 1_000);
      admissible.inc({ class: name, outcome: isInTime ? 'in_time' : 'late' });
    }),
    jobEnded.subscribe(({ kind, outcome }) => jobs.inc({ kind, outcome })),
  ],
);
