/**
 * Metrics, performance report, health and tracing.
 *
 * Subscribes to the event channels of lower modules and reads their state when it is scraped; nothing calls into it but
 * endpoints. `metrics/` defines the Prometheus metrics, `PerformanceMonitor` makes the report of `GET /v1/performance`
 * with recommendations, `LoadSignal` the load for an autoscaler, `ReadinessState` decides readiness. Alerts are
 * Prometheus rules (`k8s/overlays/monitoring`).
 *
 * Histograms are sketches over time buckets: O(1) per event, quantiles within 1 %, constant memory. Subscribers run
 * synchronously in the publisher and must not throw. Labels are closed sets. Without a collector, tracing loads nothing.
 */
export { type Load, LoadSignal } from './load-signal.js';
export { MonitoringModule } from './monitoring.module.js';
export {
  type PerformanceHistory,
  performanceHistorySchema,
  PerformanceRecorder,
  performanceSampleSchema,
} from './performance-history.js';
export { PerformanceMonitor } from './performance-monitor.js';
export {
  classAttainmentSchema,
  modelEndpointSchema,
  type Performance,
  performanceSchema,
  serverPerformanceSchema,
} from './performance-report.js';
export { ReadinessIndicator } from './readiness.indicator.js';
export { ReadinessState } from './readiness.js';
export { startTracing } from './start-tracing.js';
export type { RequestSpan, Tracing } from './tracing.js';
