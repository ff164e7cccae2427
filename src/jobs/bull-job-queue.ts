import { once } from 'node:events';

import type { Job, JobOptions, Queue } from 'bull';

import { Deadline, newId, type CancelTimer, type Clock } from '../core/index.js';
import { JobQueueFullError } from './jobs.errors.js';

import { JobHandlers } from './job-handlers.js';
import type { JobOutbox } from './job-outbox.js';
import { JobQueue, type JobQueueState } from './job-queue.js';
import { isAbandoned, jobEnded, newStoredJob, NO_HANDLER, NO_HANDLER_PAUSE_MS, type StoredJob } from './job.js';
import type { AddedJob, AddJobOptions, DeadLetter, JobHandler, JobKind } from './job.js';
import type { SpareCapacity } from '../optimizer/index.js';

export interface BullJobQueueOptions {
  readonly queueCapacity: number;
  readonly concurrency: number;
  readonly minSpareRatio: number;
  readonly maxWaitMs: number;
  readonly deadLetters: number;
  /** Longest time for one command of a producer, milliseconds. */
  readonly commandTimeoutMs: number;
}

/** Two connections to one queue: producers must fail fast, workers must wait for Redis however long it is gone. */
export interface BullQueues {
  readonly producer: Queue<StoredJob>;
  readonly worker: Queue<StoredJob>;
}

/** Pause between two looks at the outbox and at the length of the queue, milliseconds. */
const LOOK_AGAIN_MS = 500;
/** A job without a key stays known so long after it is done, so that handing it over twice does it once; seconds. */
const DONE_KNOWN_S = 3_600;
const DONE_KNOWN = 10_000;
/** How long the start waits for Redis, milliseconds. */
const FIRST_CONNECT_MS = 2_000;
/** How long a tag is remembered, seconds: longer than any job waits. */
const TAG_TTL_S = 7 * 86_400;

/**
 * Jobs in Redis, where all replicas work on them; a job whose worker died is taken up by another.
 *
 * While Redis is down or frozen, jobs are accepted into a bounded outbox and handed over when it is back.
 */
export class BullJobQueue extends JobQueue {
  readonly #handlers: JobHandlers;
  /** Jobs whose attempt has begun, and whose outcome Redis does not know yet. */
  readonly #unrecorded = new Set<string>();
  #waiting = 0;
  #isStopping = false;
  #cancelTimer: CancelTimer | undefined;

  constructor(
    private readonly options: BullJobQueueOptions,
    private readonly queues: BullQueues,
    private readonly outbox: JobOutbox,
    private readonly spare: SpareCapacity,
    private readonly clock: Clock,
  ) {
    super();
    this.#handlers = new JobHandlers(clock);
    // A lost connection comes back by itself; without a listener, the event would end the process.
    for (const queue of Object.values(queues)) queue.on('error', () => undefined);
    queues.worker
      .on('completed', ({ id }) => void this.#unrecorded.delete(String(id)))
      .on('failed', ({ id }) => void this.#unrecorded.delete(String(id)))
      // What could not be recorded is done again once its lock has run out: there is nothing to wait for.
      .on('error', () => this.#unrecorded.clear());
  }

  handle<Payload>(kind: JobKind<Payload>, handler: JobHandler<Payload>): void {
    this.#handlers.register(kind, handler);
  }

  async add<Payload>(kind: JobKind<Payload>, payload: Payload, options: AddJobOptions = {}): Promise<AddedJob> {
    if (this.#waiting >= this.options.queueCapacity) throw new JobQueueFullError(this.options.queueCapacity);
    const same = options.key === undefined ? undefined : this.outbox.find(kind.name, options.key);
    if (same !== undefined) return { id: same.id, isNew: false };
    const { priority } = this.#handlers.settingsOf(kind.name);
    const job = newStoredJob(
      newId('job', this.clock.epochMs()),
      kind.name,
      payload,
      { priority, ...options },
      this.clock.epochMs(),
    );
    try {
      return await this.#hand(job);
    } catch {
      await this.outbox.put(job);
      return { id: job.id, isNew: true };
    }
  }

  async cancelByTag(tag: string): Promise<number> {
    const here = this.#handlers.cancelByTag(tag).length + (await this.outbox.cancelByTag(tag));
    try {
      return here + (await this.#within(this.#cancelInRedis(tag)));
    } catch {
      this.outbox.cancelLater(tag);
      return here;
    }
  }

  get kept(): number {
    return this.outbox.size;
  }

  async state(): Promise<JobQueueState> {
    const counts = await this.#within(this.queues.producer.getJobCounts()).catch(() => undefined);
    return {
      waiting: (counts?.waiting ?? 0) + (counts?.delayed ?? 0),
      running: counts?.active ?? this.#handlers.running,
      dead: counts?.failed ?? 0,
      outbox: this.outbox.size,
      isReachable: counts !== undefined,
    };
  }

  async deadLetters(limit = this.options.deadLetters): Promise<DeadLetter[]> {
    const failed = await this.#within(this.queues.producer.getFailed(0, limit - 1)).catch(() => []);
    return failed.map(({ data: { id, kind, addedAt }, attemptsMade, failedReason }) => ({
      id,
      kind,
      addedAt,
      attempts: attemptsMade,
      failure: failedReason ?? null,
    }));
  }

  async start(): Promise<void> {
    await this.outbox.load();
    // So that the first jobs need not go through the outbox; if Redis is away, it is not waited for.
    using connecting = Deadline.after(this.clock, FIRST_CONNECT_MS);
    await connecting.wait(connected(this.queues.producer)).catch(() => undefined);
    // Ends only with the queue.
    void this.queues.worker.process(this.options.concurrency, (job) => this.#process(job)).catch(() => undefined);
    this.#lookAgain();
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    this.#cancelTimer?.();
    using grace = Deadline.after(this.clock, graceMs);
    // A connection cut while an outcome is being recorded leaves the job locked, or failed for that.
    const closed = this.queues.worker.close(this.#unrecorded.size === 0).catch(() => undefined);
    await grace.wait(closed).catch(() => undefined);
    this.#handlers.interruptAll();
    using parting = Deadline.after(this.clock, this.options.commandTimeoutMs);
    await parting.wait(this.queues.producer.close(true)).catch(() => undefined);
  }

  /** Gives a job to Redis. @throws if Redis does not take it in time; then it may or may not have it. */
  async #hand(job: StoredJob): Promise<AddedJob> {
    const { producer } = this.queues;
    return this.#within(
      (async () => {
        const id = job.key === null ? job.id : `${job.kind}/${job.key}`;
        if (job.key !== null) {
          const same = await producer.getJob(id);
          if (same !== null && !(await same.isFailed())) return { id: same.data.id, isNew: same.data.id === job.id };
          await same?.remove();
        }
        for (const tag of job.tags) {
          await producer.client.sadd(this.#keyOf(tag), id);
          await producer.client.expire(this.#keyOf(tag), TAG_TTL_S);
        }
        await producer.add(job, this.#optionsOf(job, id));
        return { id: job.id, isNew: true };
      })(),
    );
  }

  #optionsOf({ key, kind, notBefore, priority }: StoredJob, jobId: string): JobOptions {
    const { backoffMs, maxAttempts } = this.#handlers.settingsOf(kind);
    return {
      jobId,
      priority,
      delay: Math.max(0, notBefore - this.clock.epochMs()),
      attempts: maxAttempts,
      backoff: { type: 'exponential', delay: backoffMs },
      removeOnComplete: key === null ? { age: DONE_KNOWN_S, count: DONE_KNOWN } : true,
      removeOnFail: { count: this.options.deadLetters },
    };
  }

  async #cancelInRedis(tag: string): Promise<number> {
    const { producer } = this.queues;
    let cancelled = 0;
    for (const id of await producer.client.smembers(this.#keyOf(tag))) {
      const job = await producer.getJob(id);
      // One that is being worked on elsewhere is locked, and goes on.
      if (job !== null && job.finishedOn === undefined && (await isRemoved(job))) cancelled++;
    }
    await producer.client.del(this.#keyOf(tag));
    return cancelled;
  }

  #keyOf(tag: string): string {
    return this.queues.producer.toKey(`tag:${tag}`);
  }

  async #process(bullJob: Job<StoredJob>): Promise<void> {
    const { id, addedAt, kind, payload, tags } = bullJob.data;
    await this.#room(addedAt);
    this.#unrecorded.add(String(bullJob.id));
    const startedAt = this.clock.now();
    const attempt = bullJob.attemptsMade + 1;
    const result = await this.#handlers.run({ id, kind, payload, tags, attempt });
    // Neither done nor failed: its lock runs out, and another process takes it up.
    if (this.#isStopping && result.outcome !== 'done') await new Promise(() => undefined);
    const durationMs = this.clock.now() - startedAt;
    if (result.outcome === 'unknown') return this.#leave(bullJob, startedAt);
    if (result.outcome !== 'failed') {
      jobEnded.publish({ kind, outcome: result.outcome, durationMs });
      return;
    }
    const isDead = result.isFinal || attempt >= (bullJob.opts.attempts ?? 1);
    if (isDead) await bullJob.discard();
    jobEnded.publish({ kind, outcome: isDead ? 'dead' : 'retried', durationMs });
    throw failureOf(result.failure);
  }

  /** Leaves a job for a replica that does its kind: a failure for Bull, but one that uses up no attempt. */
  async #leave(bullJob: Job<StoredJob>, startedAt: number): Promise<never> {
    const { data: job, opts } = bullJob;
    if (isAbandoned(job, this.clock.epochMs())) {
      await bullJob.discard();
      jobEnded.publish({ kind: job.kind, outcome: 'dead', durationMs: this.clock.now() - startedAt });
    } else {
      bullJob.attemptsMade--;
      // For this failure only: what Redis keeps of the job stays as it is.
      opts.backoff = { type: 'fixed', delay: NO_HANDLER_PAUSE_MS };
    }
    throw failureOf(NO_HANDLER);
  }

  /** Waits for spare capacity, but not for ever. */
  async #room(addedAt: number): Promise<void> {
    const hasRoom = () => this.spare.spareRatio >= this.options.minSpareRatio;
    const isPatient = () => this.clock.epochMs() - addedAt < this.options.maxWaitMs;
    while (!this.#isStopping && (this.spare.isStopped || (!hasRoom() && isPatient()))) {
      await new Promise<void>((resolve) => {
        this.clock.schedule(LOOK_AGAIN_MS / 5, resolve);
      });
    }
  }

  #lookAgain(): void {
    this.#cancelTimer = this.clock.schedule(LOOK_AGAIN_MS, () => {
      void this.#look()
        .catch(() => undefined)
        .finally(() => (this.#isStopping ? undefined : this.#lookAgain()));
    });
  }

  async #look(): Promise<void> {
    const { isReachable, waiting } = await this.state();
    if (isReachable) this.#waiting = waiting;
    if (this.outbox.isEmpty) return;
    await this.outbox.flush(
      (tag) => this.#within(this.#cancelInRedis(tag)),
      (job) => this.#hand(job),
    );
  }

  async #within<T>(work: Promise<T>): Promise<T> {
    using deadline = Deadline.after(this.clock, this.options.commandTimeoutMs);
    return await deadline.wait(work);
  }
}

/** Bull's own `isReady` fails at once for a connection that must not wait. */
async function connected({ client }: Queue): Promise<void> {
  if (client.status !== 'ready') await once(client, 'ready');
}

/** Bull keeps it: a stack names files, and a message may quote the payload. */
function failureOf(code: string): Error {
  const failure = new Error(code);
  failure.stack = '';
  return failure;
}

async function isRemoved(job: Job<StoredJob>): Promise<boolean> {
  try {
    await job.remove();
    return true;
  } catch {
    return false;
  }
}
