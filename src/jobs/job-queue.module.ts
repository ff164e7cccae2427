import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';
import { MemoryAccounting, MemoryModule } from '../memory/index.js';
import { Admission, OptimizerModule } from '../optimizer/index.js';

import { InProcessJobQueue } from './in-process-job-queue.js';
import { JobQueue } from './job-queue.js';
import { JobRunner } from './job-runner.js';

/** A queued job, bytes; measured. */
const JOB_BYTES = 1_024;
/** How long a running job may delay the end of the process, milliseconds. */
const GRACE_MS = 2_000;

/** Background work. Owners of a kind register it before the start; the queue begins once all modules have started. */
@Module({})
export class JobQueueModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(JobQueue) private readonly queue: JobQueue,
    @Inject(MemoryAccounting) accounting: MemoryAccounting,
    @Inject(APP_CONFIG) { jobs }: AppConfig,
  ) {
    accounting.registerCounted('jobs', JOB_BYTES, jobs.queueCapacity, () => queue.localSize);
  }

  /** With `REDIS_URL` jobs are in Redis, where all replicas share them; without, in this process. */
  static async forRoot({ services }: AppConfig): Promise<DynamicModule> {
    if (services.redisUrl !== undefined) {
      const { BullJobQueueModule } = await import('./bull.module.js');
      return {
        module: JobQueueModule,
        global: true,
        imports: [BullJobQueueModule, MemoryModule],
        exports: [BullJobQueueModule],
      };
    }
    const queue = {
      provide: JobQueue,
      inject: [APP_CONFIG, Admission, CLOCK],
      useFactory: ({ jobs }: AppConfig, spare: Admission, clock: Clock) =>
        new InProcessJobQueue(jobs.queueCapacity, new JobRunner(jobs, spare, clock), clock),
    };
    return {
      module: JobQueueModule,
      global: true,
      imports: [MemoryModule, OptimizerModule],
      providers: [queue],
      exports: [queue],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.stop(GRACE_MS);
  }
}
