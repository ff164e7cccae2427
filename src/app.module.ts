import { Module, type DynamicModule } from '@nestjs/common';

import { AccessModule } from './access/index.js';
import { ApiModule, McpFaceModule } from './api/index.js';
import { CacheModule } from './cache/index.js';
import { ConfigModule, type AppConfig } from './config/index.js';
import { GuidanceModule, SharedAnswersModule } from './guidance/index.js';
import { JobQueueModule } from './optimizer/index.js';
import { StoreModule } from './store/index.js';

/** Puts the modules together. */
@Module({})
export class AppModule {
  /** The service with all its faces. */
  static async forServer(config: AppConfig): Promise<DynamicModule> {
    const faces = await ApiModule.forRoot({ graphql: config.graphql.enabled });
    return { module: AppModule, imports: [...foundations(config, 'disk'), faces] };
  }

  /** Guidance alone, for the command line. */
  static forCommandLine(config: AppConfig): DynamicModule {
    return { module: AppModule, imports: [...foundations(config, 'memory'), AccessModule, GuidanceModule] };
  }

  /** The MCP face without a server, for a client that starts us. */
  static forMcpClient(config: AppConfig): DynamicModule {
    return { module: AppModule, imports: [...foundations(config, 'memory'), McpFaceModule] };
  }
}

/** What a command of a person stores goes with it: it must leave no file in whichever folder it was started in. */
function foundations(config: AppConfig, keeps: 'disk' | 'memory'): (DynamicModule | Promise<DynamicModule>)[] {
  return [
    ConfigModule.forRoot(config),
    StoreModule.forRoot(keeps),
    JobQueueModule.forRoot(config),
    CacheModule.forRoot(config, SharedAnswersModule),
  ];
}
