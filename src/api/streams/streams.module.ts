import { Logger, Module } from '@nestjs/common';

import type { Clock } from '../../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../../config/index.js';
import { AnswerEventLogs, AnswersModule, AnswerStore, Continuations } from '../../answers/index.js';
import { MonitoringModule, PerformanceMonitor, PerformanceRecorder, ReadinessState } from '../../monitoring/index.js';

import { PerformanceFeed } from './performance-feed.js';
import { AnswerStreams } from './answer-streams.js';

/** Answers and performance reports, event by event, for the endpoints that stream them. */
@Module({
  imports: [AnswersModule, MonitoringModule],
  providers: [
    Logger,
    {
      provide: AnswerStreams,
      inject: [APP_CONFIG, ReadinessState, AnswerStore, Continuations, AnswerEventLogs, CLOCK, Logger],
      useFactory: (
        { streams: { pingMs } }: AppConfig,
        { closing: farewell }: ReadinessState,
        answers: AnswerStore,
        continuations: Continuations,
        logs: AnswerEventLogs,
        clock: Clock,
        logger: Logger,
      ) => new AnswerStreams({ pingMs, farewell }, answers, continuations, logs, clock, logger),
    },
    {
      provide: PerformanceFeed,
      inject: [PerformanceMonitor, PerformanceRecorder, CLOCK],
      useFactory: (monitor: PerformanceMonitor, recorder: PerformanceRecorder, clock: Clock) =>
        new PerformanceFeed(monitor, recorder, clock),
    },
  ],
  exports: [AnswerStreams, PerformanceFeed],
})
export class StreamsModule {}
