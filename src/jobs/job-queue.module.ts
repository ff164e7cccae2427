import {
  Inject,
  Module,
  type DynamicModule,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { OptimizerModule } from '../optimizer/index.js';

import { InProcessJobQueue } from './in-process-job-queue.js';
import { JobQueue } from './job-queue.js';
import { JobStore, NoJobStore } from './job-store.js';
import { SpareCapacity } from '../optimizer/index.js';

type ModuleReference = NonNullable<ModuleMetadata['imports']>[number];

/** How long a job that is being worked on may hold up the end of the process, milliseconds. */
const GRACE_MS = 2_000;

/** Jobs in this process. */
@Module({})
class InProcessJobQueueModule {
  static forRoot(storeFrom?: ModuleReference): DynamicModule {
    return {
      module: InProcessJobQueueModule,
      imports: [OptimizerModule, ...(storeFrom === undefined ? [] : [storeFrom])],
      providers: [
        {
          provide: JobQueue,
          inject: [APP_CONFIG, { token: JobStore, optional: true }, SpareCapacity, CLOCK],
          useFactory: ({ jobs }: AppConfig, store: JobStore | undefined, spare: SpareCapacity, clock: Clock) =>
            new InProcessJobQueue(jobs, store ?? new NoJobStore(), spare, clock),
        },
      ],
      exports: [JobQueue],
    };
  }
}

/** Background work. Owners of a kind of job say so in `onModuleInit`; the queue begins once all modules have started. */
@Module({})
export class JobQueueModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(JobQueue) private readonly queue: JobQueue) {}

  /**
   * With `REDIS_URL` jobs are in Redis, where all replicas share them; without, in this process.
   *
   * @param storeFrom The module that exports a {@link JobStore}; without one, what is in this process ends with it.
   */
  static async forRoot({ services }: AppConfig, storeFrom?: ModuleReference): Promise<DynamicModule> {
    const queue =
      services.redisUrl === undefined
        ? InProcessJobQueueModule.forRoot(storeFrom)
        : (await import('./bull.module.js')).BullJobQueueModule.forRoot(storeFrom);
    return { module: JobQueueModule, global: true, imports: [queue], exports: [queue] };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.stop(GRACE_MS);
  }
}
