import type { AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';

import { EventLoopMonitor } from './event-loop-monitor.js';
import { allocatedBytes, GcMonitor } from './gc-monitor.js';
import { collectGarbage, GcPolicy } from './gc-policy.js';
import { Housekeeping, Workload } from './housekeeping.js';
import { LeakDetector } from './leak-detector.js';
import { MemoryAccounting } from './memory-accounting.js';
import { PressureActions } from './pressure-actions.js';
import { PressureMonitor } from './pressure-monitor.js';
import { ProcessProbe } from './resource-probe.js';

/** The registries and monitors of this room, composed. */
export class MemoryMonitors {
  readonly accounting = new MemoryAccounting();
  readonly actions = new PressureActions();
  readonly workload = new Workload();
  readonly eventLoop: EventLoopMonitor;
  readonly gc: GcMonitor;
  readonly housekeeping: Housekeeping;
  readonly leaks: LeakDetector;
  readonly pressure: PressureMonitor;

  constructor({ eventLoop, memory }: Pick<AppConfig, 'eventLoop' | 'memory'>, clock: Clock) {
    this.eventLoop = new EventLoopMonitor(eventLoop, clock);
    this.gc = new GcMonitor(clock);
    this.housekeeping = new Housekeeping(this.workload, clock);
    this.leaks = new LeakDetector(memory, this.accounting, this.workload, clock);
    const probe = new ProcessProbe(memory, this.eventLoop, this.gc);
    this.pressure = new PressureMonitor(memory, this.actions, probe, clock);
    const heap = {
      allocatedBytes,
      retainedBytes: () => this.gc.retainedBytes,
      suspectsLeak: (bytes: number) => this.leaks.suspects(bytes),
      collect: collectGarbage,
    };
    const policy = new GcPolicy(heap, this.workload, clock);
    this.gc.onCollected = (retainedBytes) => this.leaks.sample(retainedBytes);
    this.pressure.onSample = ({ level }) => {
      this.housekeeping.sample();
      policy.sample(level !== 'normal');
    };
  }

  start(): void {
    this.pressure.start();
    this.eventLoop.start();
    this.gc.start();
  }

  stop(): void {
    this.pressure.stop();
    this.eventLoop.stop();
    this.gc.stop();
  }
}
