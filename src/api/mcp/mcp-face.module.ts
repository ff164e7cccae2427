import { Inject, Logger, Module, type BeforeApplicationShutdown } from '@nestjs/common';

import { AccessModule } from '../../access/index.js';
import { AnswerCache } from '../../cache/index.js';
import type { Clock } from '../../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../../config/index.js';
import { FrameworkCatalog, FrameworksModule } from '../../frameworks/index.js';
import { Guidance, GuidanceModule, Records, type Answer } from '../../guidance/index.js';
import { MonitoringModule, PerformanceMonitor } from '../../monitoring/index.js';
import { ClassPolicy, OptimizerModule } from '../../optimizer/index.js';

import { AllowedSites } from './allowed-sites.js';
import { Answering } from './answering.js';
import { ClientSessions } from './client-sessions.js';
import { McpFace } from './mcp-face.js';
import { McpHttp } from './mcp-http.js';
import { personaPrompts } from './prompts.js';
import { frameworkResources } from './resources.js';
import { directorTools } from './tools.js';

/** What ClaudeDirector offers over MCP, whatever the transport. */
@Module({
  imports: [AccessModule, FrameworksModule, GuidanceModule, MonitoringModule, OptimizerModule],
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
      provide: AllowedSites,
      inject: [APP_CONFIG],
      useFactory: ({ http, host }: AppConfig) => new AllowedSites([...http.allowedHosts, host]),
    },
    {
      provide: McpHttp,
      inject: [McpFace, CLOCK],
      useFactory: (face: McpFace, clock: Clock) => new McpHttp(face, new ClientSessions({}, clock)),
    },
  ],
  exports: [AccessModule, AllowedSites, McpFace, McpHttp],
})
export class McpFaceModule implements BeforeApplicationShutdown {
  constructor(@Inject(McpHttp) private readonly http: McpHttp) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}
