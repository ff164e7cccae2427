import { answerLookedUp, prefetchSettled } from '../../answers/index.js';
import { invalidationsCaughtUp, leaseAsked, secondTierUsed, valueComputed } from '../../cache/index.js';

import { counter, metricGroup, scraped } from './metric.js';

/** Names of the caches. */
const CACHES = ['answers', 'tool-results'];

/** Answer cache, second tier and prefetch. */
export const cacheMetrics = metricGroup(
  'Cache',
  {
    lookups: counter('answer_cache_lookups_total', 'Lookups in the answer cache.', {
      result: ['hit', 'miss', 'stale', 'similar', 'bypass'],
    }),
    collapsed: counter(
      'answer_cache_collapsed_total',
      'Requests that shared the answer computed for an equal concurrent one.',
    ),
    computed: counter(
      'cache_computations_total',
      'Values computed on a miss, or refreshed because they were stale or soon would be.',
      { cache: CACHES, reason: ['miss', 'stale', 'early'], outcome: ['done', 'failed'] },
    ),
    shared: counter('cache_redis_operations_total', 'Operations on the values in Redis.', {
      operation: ['get', 'set', 'delete'],
      outcome: ['hit', 'miss', 'invalid', 'done', 'failed'],
    }),
    leases: counter('cache_leases_total', 'Requests for the lease to compute a value for all replicas.', {
      outcome: ['granted', 'held', 'late', 'unavailable'],
    }),
    caughtUp: counter(
      'cache_invalidations_caught_up_total',
      'Missed invalidations that were read later; lost: they could not be, and the cache was emptied.',
      { outcome: ['missed', 'lost'] },
    ),
    prefetch: counter('prefetch_total', 'Answers computed ahead, by whether they were requested later.', {
      outcome: ['used', 'unused', 'failed'],
    }),
    redis: scraped('redis_up', 'Whether Redis is connected: 0 or 1; absent without REDIS_URL.', ({ redis: link }) =>
      link === undefined ? undefined : Number(link.isUp),
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
