import { Logger, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';

import { AccessModule } from '../access/index.js';
import { FrameworksModule } from '../frameworks/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { AnswersModule } from '../answers/index.js';
import { MonitoringModule } from '../monitoring/index.js';
import { OptimizerModule } from '../optimizer/index.js';

import { HostAllowlist } from './protocol/host-allowlist.js';
import { ProtectedResource } from './protocol/protected-resource.js';
import { ConsoleController } from './console/console.controller.js';
import { DocsController } from './docs/docs.controller.js';
import { ErrorFilter } from './error.filter.js';
import { HealthController } from './health/health.controller.js';
import { McpController } from './mcp/mcp.controller.js';
import { OpenAiModule } from './openai/openai.module.js';
import { AnswersController } from './rest/answers.controller.js';
import { AuditController } from './rest/audit.controller.js';
import { ConversationsController } from './rest/conversations.controller.js';
import { KeysController } from './rest/keys.controller.js';
import { LibraryController } from './rest/library.controller.js';
import { PerformanceController } from './rest/performance.controller.js';
import { ProtectedResourceController } from './rest/protected-resource.controller.js';
import { StreamsModule } from './streams/streams.module.js';

/** REST, the OpenAI-compatible endpoint, health and the API reference; MCP and GraphQL are loaded with their first request. */
@Module({
  imports: [
    AccessModule,
    FrameworksModule,
    AnswersModule,
    MonitoringModule,
    OptimizerModule,
    OpenAiModule,
    StreamsModule,
  ],
  controllers: [
    AnswersController,
    AuditController,
    ConversationsController,
    KeysController,
    LibraryController,
    PerformanceController,
    ProtectedResourceController,
    HealthController,
    DocsController,
    ConsoleController,
    McpController,
  ],
  providers: [
    Logger,
    { provide: APP_FILTER, useClass: ErrorFilter },
    {
      provide: HostAllowlist,
      inject: [APP_CONFIG],
      useFactory: ({ http, host }: AppConfig) =>
        new HostAllowlist([
          ...http.allowedHosts,
          host,
          ...(http.publicUrl === undefined ? [] : [new URL(http.publicUrl).hostname]),
        ]),
    },
    {
      provide: ProtectedResource,
      inject: [APP_CONFIG],
      useFactory: ({ access: { jwt }, http: { publicUrl } }: AppConfig) =>
        new ProtectedResource({ issuer: jwt?.issuer, entitlementsClaim: jwt?.entitlementsClaim, publicUrl }),
    },
  ],
})
export class ApiModule {}
