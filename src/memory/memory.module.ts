import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { PressureMonitor } from './pressure-monitor.js';
import { ProcessProbe } from './resource-probe.js';

/** Watches memory; owners of caches and pools register for relief with {@link PressureMonitor}. */
@Module({
  providers: [
    {
      provide: PressureMonitor,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new PressureMonitor(config.memory, new ProcessProbe(), clock),
    },
  ],
  exports: [PressureMonitor],
})
export class MemoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(PressureMonitor) private readonly monitor: PressureMonitor) {}

  onApplicationBootstrap(): void {
    this.monitor.start();
  }

  onApplicationShutdown(): void {
    this.monitor.stop();
  }
}
