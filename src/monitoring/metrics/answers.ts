import { degradationCauseSchema, REQUEST_CLASSES, stageSchema } from '../../core/index.js';
import { continuationEnded } from '../../answers/index.js';
import { FAILURE_REASONS, requestAnswered, requestFailed } from '../../optimizer/index.js';

import { counter, latencyHistogram, LATENCY_BUCKETS, metricGroup } from './metric.js';

/** Answers by class, and whether they met its deadline. */
export const answerMetrics = metricGroup(
  'Answers',
  {
    requests: counter('requests_total', 'Answers, and whether they met the deadline of their class.', {
      class: REQUEST_CLASSES,
      outcome: ['in_time', 'late'],
    }),
    failed: counter('requests_failed_total', 'Questions that got no answer through no fault of their callers.', {
      class: REQUEST_CLASSES,
      reason: FAILURE_REASONS,
    }),
    duration: latencyHistogram('request_duration_seconds', 'From arrival to answer.', LATENCY_BUCKETS, {
      class: REQUEST_CLASSES,
    }),
    stages: latencyHistogram('stage_duration_seconds', 'Stages of an answer.', LATENCY_BUCKETS, {
      stage: stageSchema.shape.name.options,
    }),
    degradations: counter('degradations_total', 'Degradations disclosed in receipts.', {
      cause: degradationCauseSchema.options,
    }),
    continuations: counter('continuations_total', 'Answers finished in the background.', {
      outcome: ['landed', 'failed'],
    }),
  },
  ({ requests, failed, duration, stages, degradations, continuations }) => [
    requestAnswered.subscribe(({ class: name, elapsedMs, isInTime, causes, stages: spans }) => {
      requests.inc({ class: name, outcome: isInTime ? 'in_time' : 'late' });
      duration.observe({ class: name }, elapsedMs / 1_000);
      for (const { name: stage, durationMs } of spans) stages.observe({ stage }, durationMs / 1_000);
      for (const cause of causes) degradations.inc({ cause });
    }),
    requestFailed.subscribe(({ class: name, reason }) => failed.inc({ class: name, reason })),
    continuationEnded.subscribe(({ outcome }) => continuations.inc({ outcome })),
  ],
);
