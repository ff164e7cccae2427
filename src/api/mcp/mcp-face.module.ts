import { Inject, Logger, Module, type BeforeApplicationShutdown } from '@nestjs/common';

import { AccessModule } from '../../access/index.js';
import { AnswerCache } from '../../cache/index.js';
import type { Clock } from '../../common/index.js';
import { CLOCK } from '../../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../../frameworks/index.js';
import { Guidance, GuidanceModule, Records, type Answer } from '../../guidance/index.js';
import { Housekeeping, MemoryModule, MemoryOwners, PressureMonitor } from '../../memory/index.js';
import { MonitoringModule, PerformanceMonitor } from '../../monitoring/index.js';
import { ClassPolicy, OptimizerModule } from '../../optimizer/index.js';

import { Answering } from './answering.js';
import { ClientSessions } from './client-sessions.js';
import { McpFace } from './mcp-face.js';
import { McpHttp } from './mcp-http.js';
import { personaPrompts } from './prompts.js';
import { frameworkResources } from './resources.js';
import { directorTools } from './tools.js';

/** A session of a client that has not used it for so long closes when memory is tight, milliseconds. */
const IDLE_WHEN_TIGHT_MS = 30_000;

/** What ClaudeDirector offers over MCP, whatever the transport. */
@Module({
  imports: [AccessModule, FrameworksModule, GuidanceModule, MemoryModule, MonitoringModule, OptimizerModule],
  providers: [
    Logger,
    {
      provide: Answering,
      inject: [ClassPolicy, AnswerCache, Guidance],
      useFactory: (classes: ClassPolicy, cache: AnswerCache<Answer>, guidance: Guidance) =>
        new Answering(classes, cache, guidance),
    },
    {
      provide: McpFace,
      inject: [Answering, FrameworkCatalog, PerformanceMonitor, Logger, Records],
      useFactory: (
        answering: Answering,
        frameworks: FrameworkCatalog,
        monitor: PerformanceMonitor,
        logger: Logger,
        records: Records,
      ) =>
        new McpFace(
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
      inject: [McpFace, CLOCK, PressureMonitor, MemoryOwners, Housekeeping],
      useFactory: (
        face: McpFace,
        clock: Clock,
        pressure: PressureMonitor,
        owners: MemoryOwners,
        housekeeping: Housekeeping,
      ) => {
        const sessions = new ClientSessions({}, clock);
        const owner = 'mcp-clients';
        pressure.relief.register({ step: 'idle', owner, relieve: () => void sessions.closeIdle(IDLE_WHEN_TIGHT_MS) });
        owners.registerHolding(owner, () => sessions.holding);
        housekeeping.register({ owner, run: () => sessions.closeIdle() });
        return new McpHttp(face, sessions);
      },
    },
  ],
  exports: [AccessModule, McpFace, McpHttp],
})
export class McpFaceModule implements BeforeApplicationShutdown {
  constructor(@Inject(McpHttp) private readonly http: McpHttp) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}
