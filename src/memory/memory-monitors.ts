import type { GcMonitor } from './gc-monitor.js';
import type { Housekeeping } from './housekeeping.js';
import type { LeakDetector } from './leak-detector.js';
import type { MemoryAccounting } from './memory-accounting.js';
import type { PressureActions } from './pressure-actions.js';
import type { PressureMonitor } from './pressure-monitor.js';

/** Everything that reports and metrics read about memory. */
export class MemoryMonitors {
  constructor(
    readonly accounting: MemoryAccounting,
    readonly actions: PressureActions,
    readonly gc: GcMonitor,
    readonly housekeeping: Housekeeping,
    readonly leaks: LeakDetector,
    readonly pressure: PressureMonitor,
  ) {}
}
