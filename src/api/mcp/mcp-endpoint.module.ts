import { Logger, Module } from '@nestjs/common';

import { AccessModule } from '../../access/index.js';
import { RecentAnswers } from '../../conversations/index.js';
import type { Clock } from '../../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../../frameworks/index.js';
import {
  AnswerPipeline,
  AnswerRecorder,
  AnswersModule,
  AnswerStore,
  ConversationService,
} from '../../answers/index.js';
import { MemoryModule, MemoryMonitors } from '../../memory/index.js';
import { MonitoringModule, PerformanceMonitor, ReadinessState } from '../../monitoring/index.js';
import { OptimizerModule } from '../../optimizer/index.js';

import { AskHandler } from './ask-handler.js';
import { cardResources } from './cards.js';
import { ClientSessions } from './client-sessions.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { McpHttp } from './mcp-http.js';
import { personaPrompts } from './prompts.js';
import { answerResources, conversationResources, frameworkResources } from './resources.js';
import { Skills } from './skills.js';
import { directorTools } from './tools.js';

/** A client session unused for so long is closed under memory pressure, milliseconds. */
const IDLE_UNDER_PRESSURE_MS = 30_000;

/** What ClaudeDirector offers over MCP, on every transport. */
@Module({
  imports: [AccessModule, FrameworksModule, AnswersModule, MemoryModule, MonitoringModule, OptimizerModule],
  providers: [
    Logger,
    {
      provide: AskHandler,
      inject: [AnswerPipeline, AnswerStore, CLOCK],
      useFactory: (pipeline: AnswerPipeline, answers: AnswerStore, clock: Clock) =>
        new AskHandler(pipeline, answers, clock),
    },
    {
      provide: McpEndpoint,
      inject: [
        AskHandler,
        FrameworkCatalog,
        PerformanceMonitor,
        Logger,
        AnswerRecorder,
        AnswerStore,
        ConversationService,
        RecentAnswers,
        APP_CONFIG,
      ],
      useFactory: (
        answering: AskHandler,
        frameworks: FrameworkCatalog,
        monitor: PerformanceMonitor,
        logger: Logger,
        records: AnswerRecorder,
        answers: AnswerStore,
        conversations: ConversationService,
        recent: RecentAnswers,
        { http }: AppConfig,
      ) => {
        const skills = new Skills(frameworks);
        return new McpEndpoint(
          logger,
          {
            tools: directorTools({ answering, frameworks, monitor }),
            prompts: personaPrompts(frameworks),
            resources: [
              frameworkResources(frameworks),
              conversationResources(conversations),
              answerResources(answers, recent),
              skills.resources,
              cardResources(),
            ],
            skills: () => skills.list(),
            onChange: (listener) => frameworks.subscribe(listener),
          },
          records,
          http.publicUrl,
        );
      },
    },
    {
      provide: McpHttp,
      inject: [McpEndpoint, CLOCK, MemoryMonitors, ReadinessState],
      useFactory: (
        endpoint: McpEndpoint,
        clock: Clock,
        { accounting, actions, housekeeping }: MemoryMonitors,
        { closing }: ReadinessState,
      ) => {
        const sessions = new ClientSessions(clock);
        const component = 'mcp-clients';
        actions.register({
          step: 'idle',
          component,
          apply: () => void sessions.closeIdle(IDLE_UNDER_PRESSURE_MS, false),
        });
        const http = new McpHttp(endpoint, sessions);
        accounting.register(component, () => http.usage);
        housekeeping.register(component, () => sessions.closeIdle());
        // Nest calls no hook of a module that was loaded with a request.
        closing.addEventListener('abort', () => http.endStreams(), { once: true });
        return http;
      },
    },
  ],
  exports: [AccessModule, McpEndpoint, McpHttp],
})
export class McpEndpointModule {}
