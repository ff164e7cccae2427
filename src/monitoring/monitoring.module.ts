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

import { AnswerCache, AnswersModule, FeedbackService, Prefetcher } from '../answers/index.js';
import { REDIS_LINK, type RedisLink } from '../cache/index.js';
import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, LiveConfig, type AppConfig } from '../config/index.js';
import { ConversationsModule, Journal } from '../conversations/index.js';
import { FrameworksModule } from '../frameworks/index.js';
import { Enhancer, McpModule } from '../mcp/index.js';
import { MemoryModule, MemoryMonitors } from '../memory/index.js';
import { ModelAuthors, ModelsModule } from '../models/index.js';
import { Admission, ClassPolicy, OptimizerModule } from '../optimizer/index.js';

import { logRequests } from './access-log.js';
import { logEvents } from './event-log.js';
import { eventLoopBusyRatio, LoadSignal } from './load-signal.js';
import { MetricsController } from './metrics.controller.js';
import { publishMetrics } from './metrics.js';
import type { MetricSources } from './metrics/metric.js';
import { PerformanceRecorder } from './performance-history.js';
import { PerformanceMonitor, type ReportSources } from './performance-monitor.js';
import { ReadinessIndicator } from './readiness.indicator.js';
import { ReadinessState } from './readiness.js';

/** Feedback of earlier processes that is counted again. */
const MAX_RECALLED = 5_000;

type Sources = MetricSources & ReportSources;
const SOURCES = Symbol('SOURCES');

@Module({
  imports: [
    AnswersModule,
    ConversationsModule,
    FrameworksModule,
    MemoryModule,
    OptimizerModule,
    McpModule,
    ModelsModule,
    TerminusModule.forRoot({ logger: false }),
    PrometheusModule.register({ controller: MetricsController }),
  ],
  providers: [
    {
      provide: LoadSignal,
      inject: [Admission, ClassPolicy, CLOCK],
      useFactory: (admission: Admission, classes: ClassPolicy, clock: Clock) =>
        new LoadSignal({ admission, classes, clock, busyRatio: eventLoopBusyRatio() }),
    },
    {
      provide: SOURCES,
      inject: [
        Admission,
        AnswerCache,
        ClassPolicy,
        CLOCK,
        LiveConfig,
        Enhancer,
        Journal,
        LoadSignal,
        MemoryMonitors,
        ModelAuthors,
        Prefetcher,
        { token: REDIS_LINK, optional: true },
      ],
      useFactory: (
        admission: Admission,
        cache: AnswerCache,
        classes: ClassPolicy,
        clock: Clock,
        config: LiveConfig,
        enhancer: Enhancer,
        journal: Journal,
        load: LoadSignal,
        memory: MemoryMonitors,
        models: ModelAuthors,
        prefetcher: Prefetcher,
        redis?: RedisLink,
      ): Sources => ({
        admission,
        cache,
        classes,
        clock,
        config,
        enhancer,
        journal,
        load,
        memory,
        models,
        prefetcher,
        redis,
      }),
    },
    {
      provide: PerformanceMonitor,
      inject: [SOURCES],
      useFactory: (sources: Sources) => new PerformanceMonitor(sources),
    },
    {
      provide: PerformanceRecorder,
      inject: [PerformanceMonitor, CLOCK],
      useFactory: (monitor: PerformanceMonitor, clock: Clock) => new PerformanceRecorder(monitor, clock),
    },
    {
      provide: ReadinessState,
      inject: [MemoryMonitors, CLOCK],
      useFactory: ({ actions, eventLoop }: MemoryMonitors, clock: Clock) =>
        new ReadinessState(actions, eventLoop, clock),
    },
    ReadinessIndicator,
  ],
  exports: [LoadSignal, PerformanceMonitor, PerformanceRecorder, ReadinessIndicator, ReadinessState, TerminusModule],
})
export class MonitoringModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  #stopObserving: (() => void)[] = [];

  constructor(
    @Inject(PerformanceMonitor) private readonly performance: PerformanceMonitor,
    @Inject(PerformanceRecorder) private readonly recorder: PerformanceRecorder,
    @Inject(ReadinessState) private readonly readiness: ReadinessState,
    @Inject(LoadSignal) private readonly load: LoadSignal,
    @Inject(SOURCES) private readonly sources: Sources,
    @Inject(FeedbackService) private readonly feedback: FeedbackService,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.#stopObserving = [
      publishMetrics(register, this.sources),
      logEvents(new Logger(MonitoringModule.name)),
      logRequests(this.config.http.accessLog, new Logger('Access')),
    ];
    this.load.start();
    this.performance.start();
    this.recorder.start();
    this.readiness.markServing();
    // Without the database the report counts from now on.
    this.feedback.latest(MAX_RECALLED).then(
      (given) => this.performance.recall(given),
      () => undefined,
    );
  }

  beforeApplicationShutdown(): void {
    this.readiness.markClosing();
  }

  onApplicationShutdown(): void {
    this.load.stop();
    this.recorder.stop();
    this.performance.stop();
    for (const stop of this.#stopObserving) stop();
    register.clear();
  }
}
