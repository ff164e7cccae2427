import { Module } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { Admission } from './admission.js';
import { ClassPolicy } from './class-policy.js';
import { Forecast } from './forecast.js';
import { PriorityGuard } from './priority.guard.js';
import { SlaInterceptor } from './sla.interceptor.js';

/** Keeps deadlines: who gets which class, who may start, and whether the promise was kept. */
@Module({
  providers: [
    {
      provide: ClassPolicy,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new ClassPolicy(config.classes, clock),
    },
    {
      provide: Admission,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new Admission(config.admission, clock),
    },
    { provide: Forecast, useFactory: () => new Forecast() },
    PriorityGuard,
    SlaInterceptor,
  ],
  exports: [Admission, ClassPolicy, Forecast, PriorityGuard, SlaInterceptor],
})
export class OptimizerModule {}
