import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { EventLoopMonitor } from './event-loop-monitor.js';
import { allocatedBytes, GcMonitor } from './gc-monitor.js';
import { collectGarbage, GcPolicy } from './gc-policy.js';
import { Housekeeping, Workload } from './housekeeping.js';
import { LeakDetector } from './leak-detector.js';
import { MemoryAccounting } from './memory-accounting.js';
import { MemoryMonitors } from './memory-monitors.js';
import { PressureActions } from './pressure-actions.js';
import { PressureMonitor } from './pressure-monitor.js';
import { ProcessProbe } from './resource-probe.js';

/** The monitors of memory and the event loop, and the registries for components that hold memory. */
@Module({
  providers: [
    {
      provide: EventLoopMonitor,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new EventLoopMonitor(config.admission, clock),
    },
    { provide: GcMonitor, inject: [CLOCK], useFactory: (clock: Clock) => new GcMonitor(clock) },
    { provide: MemoryAccounting, useFactory: () => new MemoryAccounting() },
    { provide: PressureActions, useFactory: () => new PressureActions() },
    { provide: Workload, useFactory: () => new Workload() },
    {
      provide: PressureMonitor,
      inject: [APP_CONFIG, PressureActions, CLOCK, EventLoopMonitor, GcMonitor],
      useFactory: (
        { admission, memory }: AppConfig,
        actions: PressureActions,
        clock: Clock,
        eventLoop: EventLoopMonitor,
        gc: GcMonitor,
      ) => {
        const options = { ...memory, rejectRatio: admission.refuseRatio };
        return new PressureMonitor(options, actions, new ProcessProbe(memory, eventLoop, gc), clock);
      },
    },
    {
      provide: LeakDetector,
      inject: [APP_CONFIG, MemoryAccounting, Workload, CLOCK],
      useFactory: ({ memory }: AppConfig, accounting: MemoryAccounting, workload: Workload, clock: Clock) =>
        new LeakDetector(memory, accounting, workload, clock),
    },
    {
      provide: Housekeeping,
      inject: [Workload, CLOCK],
      useFactory: (workload: Workload, clock: Clock) => new Housekeeping(workload, clock),
    },
    {
      provide: GcPolicy,
      inject: [GcMonitor, LeakDetector, Workload, CLOCK],
      useFactory: (gc: GcMonitor, leaks: LeakDetector, workload: Workload, clock: Clock) =>
        new GcPolicy(
          {
            allocatedBytes,
            retainedBytes: () => gc.retainedBytes,
            suspectsLeak: (bytes) => leaks.suspects(bytes),
            collect: collectGarbage,
          },
          workload,
          clock,
        ),
    },
    {
      provide: MemoryMonitors,
      inject: [MemoryAccounting, PressureActions, GcMonitor, Housekeeping, LeakDetector, PressureMonitor],
      useFactory: (...monitors: ConstructorParameters<typeof MemoryMonitors>) => new MemoryMonitors(...monitors),
    },
  ],
  exports: [
    EventLoopMonitor,
    Housekeeping,
    MemoryAccounting,
    MemoryMonitors,
    PressureActions,
    PressureMonitor,
    Workload,
  ],
})
export class MemoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(EventLoopMonitor) private readonly eventLoop: EventLoopMonitor,
    @Inject(GcPolicy) policy: GcPolicy,
    @Inject(MemoryMonitors) private readonly monitors: MemoryMonitors,
  ) {
    const { gc, housekeeping, leaks, pressure } = monitors;
    pressure.onSample = () => {
      housekeeping.sample();
      policy.sample(pressure.pressure.level !== 'normal');
    };
    gc.onCollected = (retainedBytes) => leaks.sample(retainedBytes);
  }

  onApplicationBootstrap(): void {
    this.monitors.pressure.start();
    this.monitors.gc.start();
    this.eventLoop.start();
  }

  onApplicationShutdown(): void {
    this.monitors.pressure.stop();
    this.monitors.gc.stop();
    this.eventLoop.stop();
  }
}
