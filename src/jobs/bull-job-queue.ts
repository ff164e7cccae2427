import { once } from 'node:events';

import type { Job as BullJob, Queue } from 'bull';

import type { AppConfig } from '../config/index.js';
import { Deadline, sleep, type Clock } from '../core/index.js';

import type { InProcessJobQueue } from './in-process-job-queue.js';
import { JobQueue } from './job-queue.js';
import type { JobRunner } from './job-runner.js';
import { jobEnded, type Job } from './job.js';
import { JobQueueFullError } from './jobs.errors.js';

/** Two connections to one queue: a producer must fail fast, a worker must wait for Redis however long it is gone. */
export interface BullQueues {
  readonly producer: Queue<Job>;
  readonly worker: Queue<Job>;
}

/** Pause before a job taken from Redis checks again whether there is capacity for it, milliseconds. */
const POLL_INTERVAL_MS = 100;
/** How long the start waits for Redis, milliseconds. */
const FIRST_CONNECT_MS = 2_000;

/**
 * Jobs in Redis, where all replicas work on them; when a worker dies, another runs its job.
 *
 * While Redis is down or frozen, jobs go to `local`, the queue of this process. One whose command was sent but not
 * confirmed may then run in both places, under the same id.
 */
export class BullJobQueue extends JobQueue {
  constructor(
    private readonly options: Pick<AppConfig['jobs'], 'queueCapacity' | 'concurrency' | 'redisCommandTimeoutMs'>,
    private readonly queues: BullQueues,
    private readonly local: InProcessJobQueue,
    runner: JobRunner,
    clock: Clock,
  ) {
    super(runner, clock);
    // A lost connection comes back by itself; without a listener, the event would end the process.
    for (const queue of Object.values(queues)) queue.on('error', () => undefined);
    handleDroppedCommands(queues.worker);
  }

  async accept(job: Job): Promise<string> {
    const duplicate = this.local.duplicateOf(job);
    if (duplicate !== undefined) return duplicate.id;
    try {
      return await this.#inTime(this.#addToRedis(job));
    } catch (error) {
      if (error instanceof JobQueueFullError) throw error;
      return this.local.accept(job);
    }
  }

  async cancelByTag(tag: string): Promise<number> {
    const here = await this.local.cancelByTag(tag);
    return here + (await this.#inTime(this.#cancelInRedis(tag)).catch(() => 0));
  }

  get localSize(): number {
    return this.local.localSize;
  }

  async start(): Promise<void> {
    // The first jobs should reach Redis; if it is away, the start does not wait for it.
    using connecting = Deadline.after(this.clock, FIRST_CONNECT_MS);
    await connecting.wait(connected(this.queues.producer)).catch(() => undefined);
    // Settles only when the queue is closed.
    void this.queues.worker.process(this.options.concurrency, ({ data }) => this.#run(data)).catch(() => undefined);
    await this.local.start();
  }

  async stop(graceMs: number): Promise<void> {
    const { producer, worker } = this.queues;
    // Told to wait for running jobs itself, Bull leaves a rejection unhandled when Redis goes away meanwhile.
    const paused = worker.pause(true, true).catch(() => undefined);
    await this.local.stop(graceMs);
    // The connection is quit behind the outcomes that were sent on it.
    await this.#inTime(Promise.all([paused, worker.close(true), producer.close(true)])).catch(() => undefined);
  }

  async #addToRedis(job: Job): Promise<string> {
    const { producer } = this.queues;
    const jobId = job.key === null ? job.id : `${job.kind}/${job.key}`;
    const [duplicate, waiting] = await Promise.all([producer.getJob(jobId), producer.getWaitingCount()]);
    if (duplicate !== null) return duplicate.data.id;
    if (waiting >= this.options.queueCapacity) throw new JobQueueFullError(this.options.queueCapacity);
    await producer.add(job, { jobId, removeOnComplete: true, removeOnFail: true });
    return job.id;
  }

  async #cancelInRedis(tag: string): Promise<number> {
    // Null for one that a worker has finished since.
    const waiting: (BullJob<Job> | null)[] = await this.queues.producer.getJobs(['waiting']);
    const removals = waiting.map(async (job) => {
      if (job === null || !job.data.tags.includes(tag)) return 0;
      await job.remove();
      jobEnded.publish({ kind: job.data.kind, outcome: 'cancelled' });
      return 1;
    });
    // One that a worker has taken since is locked, and is not removed.
    const counts = await Promise.all(removals.map((removal) => removal.catch(() => 0)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** A job that does not run here stays locked: once the lock has expired, another replica runs it. */
  async #run(job: Job): Promise<void> {
    while (!this.runner.canStart(job)) {
      if (this.runner.isStopping) await forever();
      await sleep(this.clock, POLL_INTERVAL_MS);
    }
    if ((await this.runner.run(job)) === 'interrupted') await forever();
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    using deadline = Deadline.after(this.clock, this.options.redisCommandTimeoutMs);
    return await deadline.wait(work);
  }
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

/** Bull's own `isReady` fails at once for a connection that must not wait. */
async function connected({ client }: Queue): Promise<void> {
  if (client.status !== 'ready') await once(client, 'ready');
}

interface BullConnection {
  sendCommand(command: { readonly promise: Promise<unknown> }, ...more: unknown[]): unknown;
}

/**
 * Bull and ioredis send commands whose promises they drop, for example to subscribe again after a lost connection. One
 * that rejects, because the queue is closed just then, would end the process.
 */
function handleDroppedCommands(queue: object): void {
  // Bull opens the third connection with the first job, unless it is open already.
  const { bclient, client, eclient } = queue as Readonly<Record<'bclient' | 'client' | 'eclient', BullConnection>>;
  for (const connection of [bclient, client, eclient]) {
    const sendCommand = connection.sendCommand.bind(connection);
    connection.sendCommand = (command, ...more) => {
      command.promise.catch(() => undefined);
      return sendCommand(command, ...more);
    };
  }
}
