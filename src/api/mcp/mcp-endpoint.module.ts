import { Inject, Logger, Module, type BeforeApplicationShutdown } from '@nestjs/common';

import { AccessModule } from '../../access/index.js';
import type { Clock } from '../../core/index.js';
import { CLOCK } from '../../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../../frameworks/index.js';
import { AnswerPipeline, AnswerRecorder, AnswersModule, AnswerStore } from '../../answers/index.js';
import { Housekeeping, MemoryModule, MemoryAccounting, PressureMonitor } from '../../memory/index.js';
import { MonitoringModule, PerformanceMonitor } from '../../monitoring/index.js';
import { OptimizerModule } from '../../optimizer/index.js';

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
      inject: [AnswerPipeline, AnswerStore],
      useFactory: (pipeline: AnswerPipeline, answers: AnswerStore) => new AskHandler(pipeline, answers),
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
      inject: [McpEndpoint, CLOCK, PressureMonitor, MemoryAccounting, Housekeeping],
      useFactory: (
        face: McpEndpoint,
        clock: Clock,
        pressure: PressureMonitor,
        owners: MemoryAccounting,
        housekeeping: Housekeeping,
      ) => {
        const sessions = new ClientSessions({}, clock);
        const owner = 'mcp-clients';
        pressure.actions.register({ step: 'idle', owner, apply: () => void sessions.closeIdle(IDLE_WHEN_TIGHT_MS) });
        owners.registerComponent(owner, () => sessions.holding);
        housekeeping.register({ owner, run: () => sessions.closeIdle() });
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
