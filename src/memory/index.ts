export { EventLoopMonitor } from './event-loop-monitor.js';
export { COLLECTION_KINDS, type CollectionTally, GcMonitor } from './gc-monitor.js';
export { COLLECTION_REASONS, gcRequested, Housekeeping, stateSwept, type Sweep } from './housekeeping.js';
export { type Leak, LeakDetector, leakSuspected } from './leak-detector.js';
export {
  type MemoryUsage,
  MemoryAccounting,
  type ComponentReport,
  type PoolReport,
  type PoolUse,
} from './memory-accounting.js';
export { MemoryModule } from './memory.module.js';
export { pressureActionChanged, type PressureAction } from './pressure-actions.js';
export { type PressureLevel, PRESSURE_STEPS, type PressureStep } from './pressure-gauge.js';
export { type Pressure, pressureChanged, PressureMonitor } from './pressure-monitor.js';
export { Workload } from './workload.js';
