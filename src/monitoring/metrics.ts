import type { Registry } from 'prom-client';

import { answerMetrics } from './metrics/answers.js';
import { cacheMetrics } from './metrics/cache.js';
import { httpMetrics } from './metrics/http.js';
import { loadMetrics } from './metrics/load.js';
import { mcpMetrics } from './metrics/mcp.js';
import { memoryMetrics } from './metrics/memory.js';
import type { MetricGroup, MetricSources } from './metrics/metric.js';
import { modelMetrics } from './metrics/models.js';
import { observerMetrics } from './metrics/observers.js';
import { programMetrics } from './metrics/program.js';
import { storeMetrics } from './metrics/store.js';

/** All metrics by area; `docs/metrics.md` is generated from them. */
export const METRIC_GROUPS: readonly MetricGroup[] = [
  answerMetrics,
  httpMetrics,
  cacheMetrics,
  mcpMetrics,
  modelMetrics,
  loadMetrics,
  memoryMetrics,
  storeMetrics,
  programMetrics,
  observerMetrics,
];

/**
 * Registers all metrics and updates them from the events of the other modules.
 *
 * @returns a function that ends the subscriptions.
 */
export function publishMetrics(registry: Registry, sources: MetricSources): () => void {
  const subscriptions = METRIC_GROUPS.flatMap((group) => group.publish(registry, sources));
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}
