import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { EventLoopWatch } from './event-loop-watch.js';
import { GarbageWatch, heldBytes } from './garbage-watch.js';
import { collectGarbage, Housekeeping } from './housekeeping.js';
import { LeakGuard } from './leak-guard.js';
import { MemoryOwners } from './owners.js';
import { PressureMonitor } from './pressure-monitor.js';
import { ProcessProbe } from './resource-probe.js';
import { Workload } from './workload.js';

/**
 * Watches memory and the event loop and keeps both in order.
 *
 * Who holds memory says so: relief with {@link PressureMonitor.relief}, what is held and pooled with
 * {@link MemoryOwners}, what expires with {@link Housekeeping}.
 */
@Module({
  providers: [
    {
      provide: EventLoopWatch,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new EventLoopWatch(config.admission, clock),
    },
    { provide: GarbageWatch, inject: [CLOCK], useFactory: (clock: Clock) => new GarbageWatch(clock) },
    { provide: MemoryOwners, useFactory: () => new MemoryOwners() },
    { provide: Workload, useFactory: () => new Workload() },
    {
      provide: PressureMonitor,
      inject: [APP_CONFIG, CLOCK, EventLoopWatch, GarbageWatch],
      useFactory: (
        { admission: { refuseRatio }, memory }: AppConfig,
        clock: Clock,
        eventLoop: EventLoopWatch,
        garbage: GarbageWatch,
      ) => new PressureMonitor({ ...memory, refuseRatio }, new ProcessProbe(memory, eventLoop, garbage), clock),
    },
    {
      provide: LeakGuard,
      inject: [APP_CONFIG, MemoryOwners, Workload, CLOCK],
      useFactory: ({ memory }: AppConfig, owners: MemoryOwners, workload: Workload, clock: Clock) =>
        new LeakGuard(memory, () => owners.holdings, workload, clock),
    },
    {
      provide: Housekeeping,
      inject: [CLOCK, GarbageWatch, LeakGuard, Workload],
      useFactory: (clock: Clock, garbage: GarbageWatch, leaks: LeakGuard, workload: Workload) =>
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
  exports: [EventLoopWatch, GarbageWatch, Housekeeping, LeakGuard, MemoryOwners, PressureMonitor, Workload],
})
export class MemoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(PressureMonitor) private readonly monitor: PressureMonitor,
    @Inject(EventLoopWatch) private readonly eventLoop: EventLoopWatch,
    @Inject(GarbageWatch) private readonly garbage: GarbageWatch,
    @Inject(Housekeeping) private readonly housekeeping: Housekeeping,
    @Inject(LeakGuard) private readonly leaks: LeakGuard,
  ) {}

  onApplicationBootstrap(): void {
    this.monitor.onLook = () => this.housekeeping.look(this.monitor.pressure.level !== 'normal');
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
