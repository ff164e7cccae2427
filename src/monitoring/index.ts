export { type Load, LoadSignal } from './load-signal.js';
export { metricsReference } from './metrics-reference.js';
export { MonitoringModule } from './monitoring.module.js';
export { PerformanceMonitor } from './performance-monitor.js';
export {
  classAttainmentSchema,
  type Performance,
  performanceSchema,
  serverPerformanceSchema,
} from './performance-report.js';
export { ReadinessIndicator } from './readiness.indicator.js';
export { ReadinessState } from './readiness.js';
export { type RequestSpan, startTracing, type Tracing } from './tracing.js';
