import { Logger, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';

import { AccessModule } from '../access/index.js';
import { FrameworksModule } from '../frameworks/index.js';
import { GuidanceModule } from '../guidance/index.js';
import { MonitoringModule } from '../monitoring/index.js';
import { OptimizerModule } from '../optimizer/index.js';

import { DocsController } from './docs/docs.controller.js';
import { ErrorFilter } from './error.filter.js';
import { HealthController } from './health/health.controller.js';
import { McpFaceModule } from './mcp/mcp-face.module.js';
import { McpController } from './mcp/mcp.controller.js';
import { AnswersController } from './rest/answers.controller.js';
import { LibraryController } from './rest/library.controller.js';
import { PerformanceController } from './rest/performance.controller.js';

/** The faces: REST, MCP, health, the API reference, and GraphQL where it is wanted. */
@Module({})
export class ApiModule {
  /** GraphQL is loaded only when it is enabled: its modules take 30 MB. */
  static async forRoot({ graphql }: { readonly graphql: boolean }): Promise<DynamicModule> {
    const graphqlFace = graphql ? [(await import('./graphql/graphql-face.module.js')).GraphqlFaceModule] : [];
    return {
      module: ApiModule,
      imports: [
        AccessModule,
        FrameworksModule,
        GuidanceModule,
        MonitoringModule,
        OptimizerModule,
        McpFaceModule,
        ...graphqlFace,
      ],
      controllers: [
        AnswersController,
        LibraryController,
        PerformanceController,
        HealthController,
        DocsController,
        McpController,
      ],
      providers: [Logger, { provide: APP_FILTER, useClass: ErrorFilter }],
    };
  }
}
