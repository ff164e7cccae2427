import { Module, type DynamicModule } from '@nestjs/common';

import { AccessModule } from '../access/index.js';
import { ApiModule, loadMcpEndpoint } from '../api/index.js';
import { CacheModule } from '../cache/index.js';
import { ConfigModule, type AppConfig } from '../config/index.js';
import { AnswersModule } from '../answers/index.js';
import { JobQueueModule } from '../jobs/index.js';
import { StoreModule } from '../store/index.js';

/** Puts the modules together. */
@Module({})
export class AppModule {
  /** The service with all its endpoints. */
  static forServer(config: AppConfig): DynamicModule {
    return { module: AppModule, imports: [...foundations(config, 'disk'), ApiModule] };
  }

  /** Answers alone, for the command line. */
  static forCommandLine(config: AppConfig): DynamicModule {
    return { module: AppModule, imports: [...foundations(config, 'memory'), AccessModule, AnswersModule] };
  }

  /** The MCP endpoint without a server, for a client that starts this process. */
  static async forMcpClient(config: AppConfig): Promise<DynamicModule> {
    const { McpEndpointModule } = await loadMcpEndpoint();
    return { module: AppModule, imports: [...foundations(config, 'memory'), McpEndpointModule] };
  }
}

/** What a command of a person stores goes with it: it must leave no file in whichever folder it was started in. */
function foundations(config: AppConfig, medium: 'disk' | 'memory'): (DynamicModule | Promise<DynamicModule>)[] {
  return [
    ConfigModule.forRoot(config),
    StoreModule.forRoot(medium),
    JobQueueModule.forRoot(config),
    CacheModule.forRoot(config),
  ];
}
