import { entryRefused } from '../../conversations/index.js';

import { counter, metricGroup, scraped } from './metric.js';

/** What has to be recorded, on its way to the database. */
export const storeMetrics = metricGroup(
  'Store',
  {
    stuck: scraped(
      { name: 'store_stuck', help: 'Whether the database refused the latest attempt to write: 0 or 1.' },
      ({ journal }) => Number(journal.state.isBlocked),
    ),
    entries: scraped(
      { name: 'store_outbox_entries', help: 'Turns, answers and audit events that wait to be written.' },
      ({ journal }) => journal.state.entries,
    ),
    filled: scraped(
      {
        name: 'store_outbox_used_ratio',
        help: 'How much of the room for them is taken, 0 to 1; at 1 questions are refused.',
      },
      ({ journal }) => journal.state.usedRatio,
    ),
    refused: counter({
      name: 'store_refused_total',
      help: 'Entries that the database will never take.',
      labels: { kind: ['turn', 'answer', 'audit', 'deletion'] },
    }),
  },
  ({ refused }) => [entryRefused.subscribe(({ kind }) => refused.inc({ kind }))],
);
