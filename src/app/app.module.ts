import { Module, type DynamicModule } from '@nestjs/common';

import { AccessModule } from '../access/index.js';
import { ApiModule, loadMcpEndpoint } from '../api/index.js';
import { CacheModule } from '../cache/index.js';
import { ConfigModule, type AppConfig } from '../config/index.js';
import { AnswersModule } from '../answers/index.js';
import { JobQueueModule } from '../jobs/index.js';
import { StoreModule } from '../store/index.js';

/** Composes the Nest modules. */
@Module({})
export class AppModule {
  /** The service with all its endpoints. */
  static forServer(config: AppConfig): DynamicModule {
    return { module: AppModule, imports: [...foundations(config, 'disk'), ApiModule] };
  }

  /**
   * The pipeline without endpoints, for the command line.
   *
   * @param keeps `disk`: beside the service, with its conversations.
   */
  static forCommandLine(config: AppConfig, keeps: 'disk' | 'memory' = 'memory'): DynamicModule {
    return { module: AppModule, imports: [...foundations(config, keeps), AccessModule, AnswersModule] };
  }

  /** The MCP endpoint over standard input and output, for a client that starts the process. */
  static async forMcpClient(config: AppConfig): Promise<DynamicModule> {
    const { McpEndpointModule } = await loadMcpEndpoint();
    return { module: AppModule, imports: [...foundations(config, 'memory'), McpEndpointModule] };
  }
}

/** @param keeps `memory`: a command that is run once leaves no file in the folder it is run in. */
function foundations(config: AppConfig, keeps: 'disk' | 'memory'): (DynamicModule | Promise<DynamicModule>)[] {
  return [
    ConfigModule.forRoot(config),
    StoreModule.forRoot(keeps),
    JobQueueModule.forRoot(config),
    CacheModule.forRoot(config),
  ];
}
