import { degradationCauseSchema, REQUEST_CLASSES, stageSchema } from '../../core/index.js';
import { continuationEnded } from '../../answers/index.js';
import { requestAnswered } from '../../optimizer/index.js';

import { LATENCY_BUCKETS } from './buckets.js';
import { counter, histogram, metricGroup } from './metric.js';

/** Answers by class, and whether they met its deadline. */
export const answerMetrics = metricGroup(
  'Answers',
  {
    requests: counter({
      name: 'requests_total',
      help: 'Answers, and whether they met the deadline of their class.',
      labels: { class: REQUEST_CLASSES, outcome: ['in_time', 'late'] },
    }),
    duration: histogram({
      name: 'request_duration_seconds',
      help: 'From arrival to answer.',
      labels: { class: REQUEST_CLASSES },
      buckets: LATENCY_BUCKETS,
    }),
    stages: histogram({
      name: 'stage_duration_seconds',
      help: 'Stages of an answer.',
      labels: { stage: stageSchema.shape.name.options },
      buckets: LATENCY_BUCKETS,
    }),
    degradations: counter({
      name: 'degradations_total',
      help: 'Degradations disclosed in receipts.',
      labels: { cause: degradationCauseSchema.options },
    }),
    continuations: counter({
      name: 'continuations_total',
      help: 'Answers finished in the background.',
      labels: { outcome: ['landed', 'failed'] },
    }),
  },
  ({ requests, duration, stages, degradations, continuations }) => [
    requestAnswered.subscribe(({ class: name, elapsedMs, isInTime, causes, stages: spans }) => {
      requests.inc({ class: name, outcome: isInTime ? 'in_time' : 'late' });
      duration.observe({ class: name }, elapsedMs / 1_000);
      for (const { name: stage, durationMs } of spans) stages.observe({ stage }, durationMs / 1_000);
      for (const cause of causes) degradations.inc({ cause });
    }),
    continuationEnded.subscribe(({ outcome }) => continuations.inc({ outcome })),
  ],
);
