export { LoadSignal, type Load } from './load-signal.js';
export { metricsReference } from './metrics-reference.js';
export { MonitoringModule } from './monitoring.module.js';
export { PerformanceMonitor } from './performance-monitor.js';
export {
  classAttainmentSchema,
  performanceSchema,
  serverPerformanceSchema,
  type Performance,
} from './performance-report.js';
export { ReadinessState } from './readiness.js';
export { ReadinessIndicator } from './readiness.indicator.js';
export { startTracing, type RequestSpan, type Tracing } from './tracing.js';
