import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';

import { MemoryAccounting } from './memory-accounting.js';
import { MemoryMonitors } from './memory-monitors.js';
import { PressureActions } from './pressure-actions.js';

@Module({
  providers: [
    {
      provide: MemoryMonitors,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new MemoryMonitors(config, clock),
    },
    { provide: MemoryAccounting, inject: [MemoryMonitors], useFactory: (memory: MemoryMonitors) => memory.accounting },
    { provide: PressureActions, inject: [MemoryMonitors], useFactory: ({ actions }: MemoryMonitors) => actions },
  ],
  exports: [MemoryAccounting, MemoryMonitors, PressureActions],
})
export class MemoryModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(MemoryMonitors) private readonly monitors: MemoryMonitors) {}

  onApplicationBootstrap(): void {
    this.monitors.start();
  }

  onApplicationShutdown(): void {
    this.monitors.stop();
  }
}
