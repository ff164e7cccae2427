import { BullModule, getQueueToken } from '@nestjs/bull';
import { Inject, Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import type { QueueOptions } from 'bull';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { OptimizerModule } from '../optimizer/index.js';

import { BullJobQueue, type BullQueues } from './bull-job-queue.js';
import { JobOutbox } from './job-outbox.js';
import { JobQueue } from './job-queue.js';
import { JobStore, NoJobStore } from './job-store.js';
import { SpareCapacity } from '../optimizer/index.js';

/** Everything of Bull in Redis begins with it, apart from the keys of the caches. */
const PREFIX = 'claude-director:bull';
const QUEUE = 'jobs';
const PRODUCER = getQueueToken('producer');
const WORKER = getQueueToken('worker');
/** A job whose process died again and again is a dead letter. */
const MAX_STALLS = 20;
/** For connecting, milliseconds; then it is tried again. */
const CONNECT_TIMEOUT_MS = 2_000;

function optionsFor(role: 'producer' | 'worker') {
  return {
    name: role,
    inject: [APP_CONFIG],
    useFactory: ({ jobs, services }: AppConfig): QueueOptions & { readonly name: string } => ({
      name: QUEUE,
      prefix: PREFIX,
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
@Module({})
export class BullJobQueueModule {
  constructor(@Inject(PRODUCER) producer: object, @Inject(WORKER) worker: object) {
    // Nest's adapter waits for Redis before it closes a queue, for ever if it is gone; the job queue closes them itself.
    for (const queue of [producer, worker]) Object.assign(queue, { onApplicationShutdown: () => undefined });
  }

  static forRoot(storeFrom?: NonNullable<ModuleMetadata['imports']>[number]): DynamicModule {
    return {
      module: BullJobQueueModule,
      imports: [
        OptimizerModule,
        BullModule.registerQueueAsync(optionsFor('producer'), optionsFor('worker')),
        ...(storeFrom === undefined ? [] : [storeFrom]),
      ],
      providers: [
        {
          provide: JobQueue,
          inject: [APP_CONFIG, PRODUCER, WORKER, { token: JobStore, optional: true }, SpareCapacity, CLOCK],
          useFactory: (
            { jobs }: AppConfig,
            producer: BullQueues['producer'],
            worker: BullQueues['worker'],
            store: JobStore | undefined,
            spare: SpareCapacity,
            clock: Clock,
          ) =>
            new BullJobQueue(
              { ...jobs, commandTimeoutMs: jobs.redisCommandTimeoutMs },
              { producer, worker },
              new JobOutbox(jobs.outboxCapacity, store ?? new NoJobStore()),
              spare,
              clock,
            ),
        },
      ],
      exports: [JobQueue],
    };
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
