export { EventLoopWatch } from './event-loop-watch.js';
export { MemoryModule } from './memory.module.js';
export {
  pressureChanged,
  PressureMonitor,
  type Pressure,
  type PressureLevel,
  type ReliefHandler,
} from './pressure-monitor.js';
