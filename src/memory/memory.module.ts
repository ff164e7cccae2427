import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { EventLoopMonitor } from './event-loop-monitor.js';
import { GcMonitor, heldBytes } from './gc-monitor.js';
import { collectGarbage, Housekeeping } from './housekeeping.js';
import { LeakDetector } from './leak-detector.js';
import { MemoryAccounting } from './memory-accounting.js';
import { PressureMonitor } from './pressure-monitor.js';
import { ProcessProbe } from './resource-probe.js';
import { Workload } from './workload.js';

/**
 * Watches memory and the event loop and keeps both in order.
 *
 * Who holds memory says so: relief with {@link PressureMonitor.actions}, what is held and pooled with
 * {@link MemoryAccounting}, what expires with {@link Housekeeping}.
 */
@Module({
  providers: [
    {
      provide: EventLoopMonitor,
      inject: [APP_CONFIG, CLOCK],
      useFactory: ({ eventLoop }: AppConfig, clock: Clock) => new EventLoopMonitor(eventLoop, clock),
    },
    { provide: GcMonitor, inject: [CLOCK], useFactory: (clock: Clock) => new GcMonitor(clock) },
    { provide: MemoryAccounting, useFactory: () => new MemoryAccounting() },
    { provide: Workload, useFactory: () => new Workload() },
    {
      provide: PressureMonitor,
      inject: [APP_CONFIG, CLOCK, EventLoopMonitor, GcMonitor],
      useFactory: ({ memory }: AppConfig, clock: Clock, eventLoop: EventLoopMonitor, garbage: GcMonitor) =>
        new PressureMonitor(memory, new ProcessProbe(memory, eventLoop, garbage), clock),
    },
    {
      provide: LeakDetector,
      inject: [APP_CONFIG, MemoryAccounting, Workload, CLOCK],
      useFactory: ({ memory }: AppConfig, owners: MemoryAccounting, workload: Workload, clock: Clock) =>
        new LeakDetector(memory, () => owners.components, workload, clock),
    },
    {
      provide: Housekeeping,
      inject: [CLOCK, GcMonitor, LeakDetector, Workload],
      useFactory: (clock: Clock, garbage: GcMonitor, leaks: LeakDetector, workload: Workload) =>
        new Housekeeping({
          clock,
          workload,
          heldBytes,
          retainedBytes: () => garbage.retainedBytes,
          suspectsLeak: (held) => leaks.suspects(held),
          collect: collectGarbage,
        }),
    },
  ],
  exports: [EventLoopMonitor, GcMonitor, Housekeeping, LeakDetector, MemoryAccounting, PressureMonitor, Workload],
})
export class MemoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(PressureMonitor) private readonly monitor: PressureMonitor,
    @Inject(EventLoopMonitor) private readonly eventLoop: EventLoopMonitor,
    @Inject(GcMonitor) private readonly garbage: GcMonitor,
    @Inject(Housekeeping) private readonly housekeeping: Housekeeping,
    @Inject(LeakDetector) private readonly leaks: LeakDetector,
  ) {}

  onApplicationBootstrap(): void {
    this.monitor.onSample = () => this.housekeeping.sample(this.monitor.pressure.level !== 'normal');
    this.garbage.onCollected = (retainedBytes) => this.leaks.sample(retainedBytes);
    this.monitor.start();
    this.eventLoop.start();
    this.garbage.start();
  }

  onApplicationShutdown(): void {
    this.monitor.stop();
    this.eventLoop.stop();
    this.garbage.stop();
  }
}
