/**
 * Bounds the memory of the process.
 *
 * `PressureMonitor` samples every limit (container, configuration, V8 heap) once a second; the fullest decides how many
 * of the five `PRESSURE_STEPS` are active, with hysteresis. Components register what they free with `PressureActions`,
 * what they hold with `MemoryAccounting` and what expires with `Housekeeping`, each in its own module. `GcPolicy` requests
 * collections that V8 would not make; `LeakDetector` fits a line through what full collections retain, against the
 * number of requests. `EventLoopMonitor` detects stalls.
 *
 * Everything runs on the event loop from one timer; registered functions must be quick and must not throw. A limit that
 * cannot be read is left out; V8's is always there. A requested collection blocks the thread, so it is made only while
 * no request is open, under pressure, or to confirm a leak.
 */
export { EventLoopMonitor } from './event-loop-monitor.js';
export { GC_KINDS } from './gc-monitor.js';
export { GC_REASONS, gcRequested } from './gc-policy.js';
export { stateSwept } from './housekeeping.js';
export { leakSuspected } from './leak-detector.js';
export {
  type ComponentReport,
  MemoryAccounting,
  type MemoryUsage,
  type PoolReport,
  type PoolUse,
} from './memory-accounting.js';
export { MemoryMonitors } from './memory-monitors.js';
export { MemoryModule } from './memory.module.js';
export { pressureActionChanged, PressureActions } from './pressure-actions.js';
export { PRESSURE_STEPS, type PressureStep } from './pressure-gauge.js';
export { pressureChanged } from './pressure-monitor.js';
