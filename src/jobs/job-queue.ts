import type { Clock } from '../core/index.js';

import type { JobRunner } from './job-runner.js';
import { newJob, type AddJobOptions, type Job, type JobHandler, type JobKind } from './job.js';

/**
 * Work for later, at class `background`: in this process, or in Redis where all replicas share it.
 *
 * A job runs once unless it is cancelled or its process ends; with Redis it then runs again on another replica.
 */
export abstract class JobQueue {
  constructor(
    protected readonly runner: JobRunner,
    protected readonly clock: Clock,
  ) {}

  /** Registers the handler of a kind; once for each, before the application has started. */
  handle<Payload>(kind: JobKind<Payload>, handler: JobHandler<Payload>): void {
    this.runner.register(kind, handler);
  }

  /**
   * Accepts a job.
   *
   * @returns its id, or that of the job of the same key that waits or runs already.
   * @throws {JobQueueFullError} `JOB_QUEUE_FULL`, if the waiting line is at its capacity.
   */
  add<Payload>(kind: JobKind<Payload>, payload: Payload, options: AddJobOptions = {}): Promise<string> {
    return this.accept(newJob(kind, payload, options, this.clock.epochMs()));
  }

  /** See {@link add}. */
  abstract accept(job: Job): Promise<string>;

  /**
   * Removes the waiting jobs with that tag and cancels those that run in this process; gives their number.
   *
   * @remarks O(n) in the waiting jobs. A job that runs on another replica continues, as do those in Redis while it is
   *   unreachable: a handler must check that its object still exists.
   */
  abstract cancelByTag(tag: string): Promise<number>;

  /** Jobs in the memory of this process. */
  abstract get localSize(): number;

  /** Begins to work. */
  abstract start(): Promise<void>;

  /** Starts no more jobs, waits `graceMs` for those that run, then cancels them. */
  abstract stop(graceMs: number): Promise<void>;
}
