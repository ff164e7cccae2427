import { answerLookedUp, prefetchSettled } from '../../answers/index.js';
import { invalidationsCaughtUp, leaseAsked, secondTierUsed, valueComputed } from '../../cache/index.js';

import { counter, metricGroup, scraped } from './metric.js';

/** Names under which caches are opened. */
const CACHES = ['answers', 'tool-results'];

/** What the cache saved, and what it cost. */
export const cacheMetrics = metricGroup(
  'Cache',
  {
    lookups: counter({
      name: 'answer_cache_lookups_total',
      help: 'Requests that asked the answer cache.',
      labels: { result: ['hit', 'miss', 'stale', 'similar', 'bypass'] },
    }),
    collapsed: counter({
      name: 'answer_cache_collapsed_total',
      help: 'Requests that were given the answer computed for an equal one at the same time.',
    }),
    computed: counter({
      name: 'cache_computations_total',
      help: 'Values made: asked for, or anew because they were stale or soon would be.',
      labels: { cache: CACHES, reason: ['miss', 'stale', 'early'], outcome: ['done', 'failed'] },
    }),
    shared: counter({
      name: 'cache_redis_operations_total',
      help: 'Operations on the values in Redis.',
      labels: { operation: ['get', 'set', 'delete'], outcome: ['hit', 'miss', 'invalid', 'done', 'failed'] },
    }),
    leases: counter({
      name: 'cache_leases_total',
      help: 'Times a replica asked to compute for all.',
      labels: { outcome: ['granted', 'held', 'late', 'unavailable'] },
    }),
    caughtUp: counter({
      name: 'cache_invalidations_caught_up_total',
      help: 'Invalidations read after they had been missed; lost: everything was forgotten, because they could not be.',
      labels: { outcome: ['missed', 'lost'] },
    }),
    prefetch: counter({
      name: 'prefetch_total',
      help: 'Answers made before they were asked for: asked for later, in vain, or not to be had.',
      labels: { outcome: ['used', 'unused', 'failed'] },
    }),
    redis: scraped(
      { name: 'redis_up', help: 'Whether Redis is in use: 0 or 1; 0 without REDIS_URL.' },
      ({ redis: link }) => Number(link?.isUp === true),
    ),
  },
  ({ lookups, collapsed, computed, shared, leases, caughtUp, prefetch }) => [
    answerLookedUp.subscribe(({ result, isCollapsed }) => {
      lookups.inc({ result });
      if (isCollapsed) collapsed.inc();
    }),
    valueComputed.subscribe(({ cache, reason, outcome }) => computed.inc({ cache, reason, outcome })),
    secondTierUsed.subscribe(({ operation, outcome }) => shared.inc({ operation, outcome })),
    leaseAsked.subscribe(({ outcome }) => leases.inc({ outcome })),
    invalidationsCaughtUp.subscribe(({ missed, lost }) => {
      caughtUp.inc({ outcome: 'missed' }, missed);
      if (lost) caughtUp.inc({ outcome: 'lost' });
    }),
    prefetchSettled.subscribe(({ outcome }) => prefetch.inc({ outcome })),
  ],
);
