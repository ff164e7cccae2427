import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { EventLoopWatch, MemoryModule, PressureMonitor } from '../memory/index.js';

import { Admission } from './admission.js';
import { ClassPolicy } from './class-policy.js';
import { Forecast } from './forecast.js';
import { Intake } from './intake.js';
import { PressureFeed } from './pressure-feed.js';
import { PriorityGuard } from './priority.guard.js';
import { SpareCapacity } from './queue/spare-capacity.js';
import { ReplyReserve } from './reply-reserve.js';
import { SlaInterceptor } from './sla.interceptor.js';

/** Keeps deadlines: who gets which class, who may start, and whether the promise was kept. */
@Module({
  imports: [MemoryModule],
  providers: [
    {
      provide: ClassPolicy,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new ClassPolicy(config.classes, clock),
    },
    {
      provide: Admission,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new Admission(config.admission, config.classes, clock),
    },
    { provide: SpareCapacity, useExisting: Admission },
    {
      provide: Intake,
      inject: [APP_CONFIG, Admission, ClassPolicy, CLOCK, Forecast],
      useFactory: (config: AppConfig, admission: Admission, classes: ClassPolicy, clock: Clock, forecast: Forecast) =>
        new Intake(admission, classes, forecast, new ReplyReserve(config.replyReserve), clock),
    },
    {
      provide: PressureFeed,
      inject: [Admission, PressureMonitor, EventLoopWatch],
      useFactory: (admission: Admission, monitor: PressureMonitor, eventLoop: EventLoopWatch) =>
        new PressureFeed(admission, monitor, eventLoop),
    },
    { provide: Forecast, useFactory: () => new Forecast() },
    PriorityGuard,
    SlaInterceptor,
  ],
  exports: [Admission, ClassPolicy, Intake, PriorityGuard, SlaInterceptor, SpareCapacity],
})
export class OptimizerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(PressureFeed) private readonly pressure: PressureFeed) {}

  onApplicationBootstrap(): void {
    this.pressure.start();
  }

  onApplicationShutdown(): void {
    this.pressure.stop();
  }
}
