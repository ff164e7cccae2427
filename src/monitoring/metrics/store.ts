import { entryRefused, retentionEnded } from '../../conversations/index.js';

import { counter, gauge, metricGroup, scraped } from './metric.js';

/** Records on their way to the database. */
export const storeMetrics = metricGroup(
  'Store',
  {
    writeBlocked: scraped(
      'store_write_blocked',
      'Whether the latest write to the database failed: 0 or 1.',
      ({ journal }) => Number(journal.state.isBlocked),
    ),
    blockedSeconds: scraped(
      'store_blocked_seconds',
      'How long the database has refused what has to be recorded; 0 while it takes it.',
      ({ journal }) => journal.state.blockedMs / 1_000,
    ),
    entries: scraped(
      'store_outbox_entries',
      'Turns, answers and audit events that wait to be written.',
      ({ journal }) => journal.state.entries,
    ),
    filled: scraped(
      'store_outbox_used_ratio',
      'Share of the outbox in use, 0 to 1; at 1 questions are rejected.',
      ({ journal }) => journal.state.usedRatio,
    ),
    refused: counter('store_refused_total', 'Entries that the database refused for what is in them; set aside.', {
      kind: ['turn', 'answer', 'audit', 'feedback', 'rename', 'deletion'],
    }),
    retentionRuns: counter('retention_runs_total', 'Runs that delete what has reached its retention period.', {
      outcome: ['done', 'failed'],
    }),
    retentionFailed: gauge('retention_failed', 'Whether the latest of these runs failed: 0 or 1.'),
    retentionDone: gauge(
      'retention_done_timestamp_seconds',
      'When the latest of these runs succeeded, seconds since the epoch; 0 before the first.',
    ),
  },
  ({ refused, retentionDone, retentionFailed, retentionRuns }) => [
    retentionEnded.subscribe(({ at, failure }) => {
      const hasFailed = failure !== undefined;
      retentionRuns.inc({ outcome: hasFailed ? 'failed' : 'done' });
      retentionFailed.set(Number(hasFailed));
      if (!hasFailed) retentionDone.set(at / 1_000);
    }),
    entryRefused.subscribe(({ kind }) => refused.inc({ kind })),
  ],
);
