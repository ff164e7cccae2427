import { Inject, Logger, Module, type BeforeApplicationShutdown } from '@nestjs/common';

import { AccessModule } from '../../access/index.js';
import { AnswerCache } from '../../answers/index.js';
import type { Clock } from '../../core/index.js';
import { CLOCK } from '../../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../../frameworks/index.js';
import { AnswerService, AnswersModule, AnswerRecorder, type Answer } from '../../answers/index.js';
import { MemoryModule, MemoryMonitors } from '../../memory/index.js';
import { MonitoringModule, PerformanceMonitor } from '../../monitoring/index.js';
import { ClassPolicy, OptimizerModule } from '../../optimizer/index.js';

import { AskHandler } from './ask-handler.js';
import { ClientSessions } from './client-sessions.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { McpHttp } from './mcp-http.js';
import { personaPrompts } from './prompts.js';
import { frameworkResources } from './resources.js';
import { directorTools } from './tools.js';

/** A session of a client that has not used it for so long closes when memory is tight, milliseconds. */
const IDLE_WHEN_TIGHT_MS = 30_000;

/** What ClaudeDirector offers over MCP, whatever the transport. */
@Module({
  imports: [AccessModule, FrameworksModule, AnswersModule, MemoryModule, MonitoringModule, OptimizerModule],
  providers: [
    Logger,
    {
      provide: AskHandler,
      inject: [ClassPolicy, AnswerCache, AnswerService],
      useFactory: (classes: ClassPolicy, cache: AnswerCache<Answer>, guidance: AnswerService) =>
        new AskHandler(classes, cache, guidance),
    },
    {
      provide: McpEndpoint,
      inject: [AskHandler, FrameworkCatalog, PerformanceMonitor, Logger, AnswerRecorder],
      useFactory: (
        answering: AskHandler,
        frameworks: FrameworkCatalog,
        monitor: PerformanceMonitor,
        logger: Logger,
        records: AnswerRecorder,
      ) =>
        new McpEndpoint(
          logger,
          {
            tools: directorTools({ answering, frameworks, monitor }),
            prompts: personaPrompts(frameworks),
            resources: [frameworkResources(frameworks)],
          },
          records,
        ),
    },
    {
      provide: McpHttp,
      inject: [McpEndpoint, CLOCK, MemoryMonitors],
      useFactory: (face: McpEndpoint, clock: Clock, { accounting, actions, housekeeping }: MemoryMonitors) => {
        const sessions = new ClientSessions({}, clock);
        const component = 'mcp-clients';
        actions.register({ step: 'idle', component, apply: () => void sessions.closeIdle(IDLE_WHEN_TIGHT_MS) });
        accounting.register(component, () => sessions.holding);
        housekeeping.register(component, () => sessions.closeIdle());
        return new McpHttp(face, sessions);
      },
    },
  ],
  exports: [AccessModule, McpEndpoint, McpHttp],
})
export class McpEndpointModule implements BeforeApplicationShutdown {
  constructor(@Inject(McpHttp) private readonly http: McpHttp) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}
