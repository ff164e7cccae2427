export { MonitoringModule } from './monitoring.module.js';
export { PerformanceMonitor } from './performance-monitor.js';
export {
  classAttainmentSchema,
  performanceSchema,
  serverPerformanceSchema,
  type Performance,
} from './performance-report.js';
export { ReadinessIndicator } from './readiness.indicator.js';
