import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { EventLoopMonitor, MemoryModule, PressureMonitor } from '../memory/index.js';

import { Admission } from './admission.js';
import { ClassPolicy } from './class-policy.js';
import { LatencyPredictor } from './latency-predictor.js';
import { AdmissionPlanner } from './admission-planner.js';
import { PressureFeed } from './pressure-feed.js';
import { PriorityGuard } from './priority.guard.js';
import { SpareCapacity } from './spare-capacity.js';
import { ResponseReserve } from './response-reserve.js';
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
      provide: AdmissionPlanner,
      inject: [APP_CONFIG, Admission, ClassPolicy, CLOCK, LatencyPredictor],
      useFactory: (
        config: AppConfig,
        admission: Admission,
        classes: ClassPolicy,
        clock: Clock,
        forecast: LatencyPredictor,
      ) => new AdmissionPlanner(admission, classes, forecast, new ResponseReserve(config.replyReserve), clock),
    },
    {
      provide: PressureFeed,
      inject: [Admission, PressureMonitor, EventLoopMonitor],
      useFactory: (admission: Admission, monitor: PressureMonitor, eventLoop: EventLoopMonitor) =>
        new PressureFeed(admission, monitor, eventLoop),
    },
    { provide: LatencyPredictor, useFactory: () => new LatencyPredictor() },
    PriorityGuard,
    SlaInterceptor,
  ],
  exports: [Admission, ClassPolicy, AdmissionPlanner, PriorityGuard, SlaInterceptor, SpareCapacity],
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
