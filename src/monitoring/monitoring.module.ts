import {
  Inject,
  Logger,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { register } from 'prom-client';

import { AnswerCache } from '../cache/index.js';
import type { Clock } from '../common/index.js';
import { CLOCK } from '../config/index.js';
import { FrameworksModule } from '../frameworks/index.js';
import { Enhancer, McpModule } from '../mcp/index.js';
import { MemoryModule, PressureMonitor } from '../memory/index.js';
import { Admission, ClassPolicy, OptimizerModule } from '../optimizer/index.js';

import { logEvents } from './event-log.js';
import { MetricsController } from './metrics.controller.js';
import { publishMetrics } from './metrics.js';
import { PerformanceMonitor } from './performance-monitor.js';
import { ReadinessIndicator } from './readiness.indicator.js';
import { ReadinessState } from './readiness.js';

/** Sees and reports: metrics, performance, health. Nothing calls it; it subscribes. */
@Module({
  imports: [
    FrameworksModule,
    MemoryModule,
    OptimizerModule,
    McpModule,
    TerminusModule.forRoot({ logger: false }),
    PrometheusModule.register({ controller: MetricsController }),
  ],
  providers: [
    {
      provide: PerformanceMonitor,
      inject: [Admission, AnswerCache, ClassPolicy, CLOCK, Enhancer, PressureMonitor],
      useFactory: (
        admission: Admission,
        cache: AnswerCache<object>,
        classes: ClassPolicy,
        clock: Clock,
        enhancer: Enhancer,
        pressure: PressureMonitor,
      ) => new PerformanceMonitor({ admission, cache, classes, clock, enhancer, pressure }),
    },
    {
      provide: ReadinessState,
      inject: [PressureMonitor],
      useFactory: (pressure: PressureMonitor) => new ReadinessState(pressure),
    },
    ReadinessIndicator,
  ],
  exports: [PerformanceMonitor, ReadinessIndicator, ReadinessState, TerminusModule],
})
export class MonitoringModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  #stopObserving: (() => void)[] = [];

  constructor(
    @Inject(PerformanceMonitor) private readonly performance: PerformanceMonitor,
    @Inject(ReadinessState) private readonly readiness: ReadinessState,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(PressureMonitor) private readonly pressure: PressureMonitor,
  ) {}

  onApplicationBootstrap(): void {
    this.#stopObserving = [
      publishMetrics(register, this.admission, this.pressure),
      logEvents(new Logger(MonitoringModule.name)),
    ];
    this.performance.start();
    this.readiness.markServing();
  }

  beforeApplicationShutdown(): void {
    this.readiness.markDraining();
  }

  onApplicationShutdown(): void {
    this.performance.stop();
    for (const stop of this.#stopObserving) stop();
    register.clear();
  }
}
