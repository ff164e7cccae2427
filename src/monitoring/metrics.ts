import type { Registry } from 'prom-client';

import { answerMetrics } from './metrics/answers.js';
import { cacheMetrics } from './metrics/cache.js';
import { loadMetrics } from './metrics/load.js';
import { mcpMetrics } from './metrics/mcp.js';
import { memoryMetrics } from './metrics/memory.js';
import type { MetricGroup, MetricSources } from './metrics/metric.js';
import { modelMetrics } from './metrics/models.js';
import { storeMetrics } from './metrics/store.js';

/** Every metric there is, one group for each area; `docs/metrics.md` is generated from it. */
export const METRIC_GROUPS: readonly MetricGroup[] = [
  answerMetrics,
  cacheMetrics,
  mcpMetrics,
  modelMetrics,
  loadMetrics,
  memoryMetrics,
  storeMetrics,
];

/**
 * Turns what the other modules publish into Prometheus metrics.
 *
 * @returns a function that ends the subscriptions.
 */
export function publishMetrics(registry: Registry, sources: MetricSources): () => void {
  const subscriptions = METRIC_GROUPS.flatMap((group) => group.publish(registry, sources));
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}
