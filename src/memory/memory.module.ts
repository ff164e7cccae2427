import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { EventLoopWatch } from './event-loop-watch.js';
import { PressureMonitor } from './pressure-monitor.js';
import { ProcessProbe } from './resource-probe.js';

/** Watches memory and the event loop; owners of caches and pools register for relief with {@link PressureMonitor}. */
@Module({
  providers: [
    {
      provide: PressureMonitor,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new PressureMonitor(config.memory, new ProcessProbe(), clock),
    },
    {
      provide: EventLoopWatch,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new EventLoopWatch(config.admission, clock),
    },
  ],
  exports: [EventLoopWatch, PressureMonitor],
})
export class MemoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(PressureMonitor) private readonly monitor: PressureMonitor,
    @Inject(EventLoopWatch) private readonly eventLoop: EventLoopWatch,
  ) {}

  onApplicationBootstrap(): void {
    this.monitor.start();
    this.eventLoop.start();
  }

  onApplicationShutdown(): void {
    this.monitor.stop();
    this.eventLoop.stop();
  }
}
