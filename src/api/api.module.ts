import { Logger, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';

import { AccessModule } from '../access/index.js';
import { FrameworksModule } from '../frameworks/index.js';
import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { AnswerEventLogs, Guidance, GuidanceModule } from '../guidance/index.js';
import { MonitoringModule, ReadinessState } from '../monitoring/index.js';
import { OptimizerModule } from '../optimizer/index.js';

import { DocsController } from './docs/docs.controller.js';
import { ErrorFilter } from './error.filter.js';
import { HealthController } from './health/health.controller.js';
import { AllowedSites } from './mcp/allowed-sites.js';
import { McpController } from './mcp/mcp.controller.js';
import { AnswerStreams } from './rest/answer-streams.js';
import { AnswersController } from './rest/answers.controller.js';
import { AuditController } from './rest/audit.controller.js';
import { ConversationsController } from './rest/conversations.controller.js';
import { KeysController } from './rest/keys.controller.js';
import { LibraryController } from './rest/library.controller.js';
import { PerformanceController } from './rest/performance.controller.js';

/** The faces: REST, health and the API reference; MCP and GraphQL are loaded when they are first asked for. */
@Module({
  imports: [AccessModule, FrameworksModule, GuidanceModule, MonitoringModule, OptimizerModule],
  controllers: [
    AnswersController,
    AuditController,
    ConversationsController,
    KeysController,
    LibraryController,
    PerformanceController,
    HealthController,
    DocsController,
    McpController,
  ],
  providers: [
    Logger,
    { provide: APP_FILTER, useClass: ErrorFilter },
    {
      provide: AllowedSites,
      inject: [APP_CONFIG],
      useFactory: ({ http, host }: AppConfig) => new AllowedSites([...http.allowedHosts, host]),
    },
    {
      provide: AnswerStreams,
      inject: [APP_CONFIG, ReadinessState, Guidance, AnswerEventLogs, CLOCK, Logger],
      useFactory: (
        { streams: { pingMs } }: AppConfig,
        { farewell }: ReadinessState,
        guidance: Guidance,
        logs: AnswerEventLogs,
        clock: Clock,
        logger: Logger,
      ) => new AnswerStreams({ pingMs, farewell }, guidance, logs, clock, logger),
    },
  ],
})
export class ApiModule {}
