import type { AddedJob, AddJobOptions, DeadLetter, JobHandler, JobKind } from './job.js';

/** How much the queue holds. */
export interface JobQueueState {
  readonly waiting: number;
  readonly running: number;
  readonly dead: number;
  /** Accepted while the store behind the queue could not be reached, and not handed over yet. */
  readonly outbox: number;
  /** Whether what keeps the jobs could be asked; the other numbers are those of this process if not. */
  readonly isReachable: boolean;
}

/**
 * Work for later, at class `background`: in this process, or in Redis where all replicas share it.
 *
 * A job that was accepted runs at least once, unless it is cancelled; after its last attempt it is a dead letter.
 */
export abstract class JobQueue {
  /** Says who does the jobs of a kind; once for each, before the application has started. */
  abstract handle<Payload>(kind: JobKind<Payload>, handler: JobHandler<Payload>): void;

  /**
   * Accepts a job; fulfils when it is kept.
   *
   * @throws {JobQueueFullError} `JOB_QUEUE_FULL`, if as many jobs wait as may.
   * @throws {RangeError} if the payload does not fit its kind: a defect of the caller.
   */
  abstract add<Payload>(kind: JobKind<Payload>, payload: Payload, options?: AddJobOptions): Promise<AddedJob>;

  /** Forgets the waiting jobs with that tag and calls off those that run here; gives their number. */
  abstract cancelByTag(tag: string): Promise<number>;

  abstract state(): Promise<JobQueueState>;

  /** Jobs that take memory of this process. */
  abstract get kept(): number;

  /** The jobs that failed at every attempt, the latest first, at most `limit`. */
  abstract deadLetters(limit?: number): Promise<DeadLetter[]>;

  /** Begins to work. */
  abstract start(): Promise<void>;

  /** Takes no more work up, and calls off what has not ended after `graceMs`; it is not lost. */
  abstract stop(graceMs: number): Promise<void>;
}
