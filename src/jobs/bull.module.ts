import { BullModule, getQueueToken } from '@nestjs/bull';
import { Inject, Module } from '@nestjs/common';
import type { QueueOptions } from 'bull';

import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import type { Clock } from '../core/index.js';
import { Admission, OptimizerModule } from '../optimizer/index.js';

import { BullJobQueue, type BullQueues } from './bull-job-queue.js';
import { InProcessJobQueue } from './in-process-job-queue.js';
import { JobQueue } from './job-queue.js';
import { JobRunner } from './job-runner.js';

/** Separates the keys of Bull from those of the caches, after the prefix of the installation. */
const PREFIX = 'claude-director:bull';
const QUEUE = 'jobs';
const PRODUCER = getQueueToken('producer');
const WORKER = getQueueToken('worker');
/** A job whose process died more often than this is dropped. */
const MAX_STALLS = 20;
/** For one attempt to connect, milliseconds. */
const CONNECT_TIMEOUT_MS = 2_000;

function optionsFor(role: 'producer' | 'worker') {
  return {
    name: role,
    inject: [APP_CONFIG],
    useFactory: ({ jobs, redis, services }: AppConfig): QueueOptions & { readonly name: string } => ({
      name: QUEUE,
      prefix: redis.keyPrefix + PREFIX,
      redis: {
        ...redisOptionsOf(services.redisUrl),
        connectTimeout: CONNECT_TIMEOUT_MS,
        // A producer that cannot reach Redis must know at once; a worker waits until it can.
        ...(role === 'producer'
          ? { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: jobs.redisCommandTimeoutMs }
          : { maxRetriesPerRequest: null, enableReadyCheck: false }),
      },
      settings: { lockDuration: jobs.lockMs, stalledInterval: jobs.lockMs / 2, maxStalledCount: MAX_STALLS },
    }),
  };
}

/** Jobs in Redis. Loading this file loads Bull, about 20 MB: import it only with `REDIS_URL`. */
@Module({
  imports: [OptimizerModule, BullModule.registerQueueAsync(optionsFor('producer'), optionsFor('worker'))],
  providers: [
    {
      provide: JobQueue,
      inject: [APP_CONFIG, PRODUCER, WORKER, Admission, CLOCK],
      useFactory: (
        { jobs }: AppConfig,
        producer: BullQueues['producer'],
        worker: BullQueues['worker'],
        spare: Admission,
        clock: Clock,
      ) => {
        const runner = new JobRunner(jobs, spare, clock);
        const local = new InProcessJobQueue(jobs.queueCapacity, runner, clock);
        return new BullJobQueue(jobs, { producer, worker }, local, runner, clock);
      },
    },
  ],
  exports: [JobQueue],
})
export class BullJobQueueModule {
  constructor(@Inject(PRODUCER) producer: object, @Inject(WORKER) worker: object) {
    // Nest's adapter waits for Redis before it closes a queue, for ever if it is gone; the job queue closes them itself.
    for (const queue of [producer, worker]) Object.assign(queue, { onApplicationShutdown: () => undefined });
  }
}

function redisOptionsOf(redisUrl = ''): NonNullable<Exclude<QueueOptions['redis'], string>> {
  const { hostname, password, pathname, port, protocol, username } = new URL(redisUrl);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 6_379 : Number(port),
    db: Number(pathname.slice(1) || 0),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
