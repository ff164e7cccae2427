import { Logger, Module } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { AnswerEventLogs, AnswerService, AnswersModule } from '../answers/index.js';
import { MonitoringModule, PerformanceMonitor, ReadinessState } from '../monitoring/index.js';

import { PerformanceFeed } from './performance-feed.js';
import { AnswerStreams } from './rest/answer-streams.js';

/** What happens to answers and to the service, for the faces that tell it as it happens. */
@Module({
  imports: [AnswersModule, MonitoringModule],
  providers: [
    Logger,
    {
      provide: AnswerStreams,
      inject: [APP_CONFIG, ReadinessState, AnswerService, AnswerEventLogs, CLOCK, Logger],
      useFactory: (
        { streams: { pingMs } }: AppConfig,
        { closing: farewell }: ReadinessState,
        guidance: AnswerService,
        logs: AnswerEventLogs,
        clock: Clock,
        logger: Logger,
      ) => new AnswerStreams({ pingMs, farewell }, guidance, logs, clock, logger),
    },
    {
      provide: PerformanceFeed,
      inject: [PerformanceMonitor, CLOCK],
      useFactory: (monitor: PerformanceMonitor, clock: Clock) => new PerformanceFeed(monitor, clock),
    },
  ],
  exports: [AnswerStreams, PerformanceFeed],
})
export class StreamsModule {}
