import * as z from 'zod';

import { EventChannel, type Deadline } from '../core/index.js';

/**
 * A kind of background work: its name, the shape of its payload, and how hard it is tried.
 *
 * The payload outlives the process that wrote it, so it is JSON and is validated again before it is worked on.
 */
export interface JobKind<Payload> {
  /** `module.verb`, for example `cache.prefetch`; a label of metrics. */
  readonly name: string;
  readonly schema: z.ZodType<Payload>;
  /** 1 is the most urgent, 10 the least. @default 5 */
  readonly priority?: number;
  /** Runs until it is a dead letter. @default 3 */
  readonly maxAttempts?: number;
  /** Wait before the second attempt, milliseconds; it doubles with each one more. @default 1000 */
  readonly backoffMs?: number;
  /** Longest time of one attempt, milliseconds. @default 30000 */
  readonly timeoutMs?: number;
}

export const JOB_DEFAULTS = { priority: 5, maxAttempts: 3, backoffMs: 1_000, timeoutMs: 30_000 } as const;

/** How one job differs from its kind. */
export interface AddJobOptions {
  /** A job of the same kind and key that waits or runs is not added again. At most 200 characters. */
  readonly key?: string;
  /** What {@link JobQueue.cancelByTag} finds it by, for example `conversation:cnv_…`. At most 8. */
  readonly tags?: readonly string[];
  readonly priority?: number;
  /** Not before so many milliseconds from now. */
  readonly delayMs?: number;
}

export interface AddedJob {
  readonly id: string;
  /** False when a job of the same key waits or runs already; then `id` is that one's. */
  readonly isNew: boolean;
}

/** One attempt at a job, as its handler sees it. */
export interface JobRun {
  /** The same at every attempt: an effect recorded under it happens once. */
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  /** Ends the attempt; it is cancelled when the job is, and when the process stops. */
  readonly deadline: Deadline;
}

/**
 * Does one job. It may run more than once, when a process dies or stalls between the effect and its confirmation, so
 * its effect must be one that can be repeated.
 */
export type JobHandler<Payload> = (payload: Payload, run: JobRun) => Promise<void>;

/** A job as it is kept: plain JSON. Times are wall-clock milliseconds, because they outlive the process. */
export const storedJobSchema = z.strictObject({
  id: z.string().min(1).max(64),
  kind: z.string().min(1).max(64),
  payload: z.json(),
  key: z.string().max(200).nullable(),
  tags: z.array(z.string().min(1).max(200)).max(8),
  priority: z.int().min(1).max(10),
  /** Attempts begun. */
  attempts: z.int().min(0),
  addedAt: z.number(),
  notBefore: z.number(),
  state: z.enum(['waiting', 'dead']),
  /** Why the last attempt failed; the code of the error, or its name, never its message. */
  failure: z.string().nullable(),
});
export type StoredJob = z.infer<typeof storedJobSchema>;

/**
 * A job as it is first kept.
 *
 * @throws {RangeError} if it is not JSON, or an option is out of its range: a defect of whoever adds it.
 */
export function newStoredJob(
  id: string,
  kind: string,
  payload: unknown,
  { key = null, tags = [], priority, delayMs = 0 }: NewJobOptions,
  now: number,
): StoredJob {
  const job = { id, kind, payload, key, tags, priority, attempts: 0, addedAt: now, notBefore: now + delayMs };
  const checked = storedJobSchema.safeParse({ ...job, state: 'waiting', failure: null });
  if (!checked.success) throw new RangeError(`job "${kind}": ${checked.error.message}`);
  return checked.data;
}

type NewJobOptions = Omit<AddJobOptions, 'key' | 'priority'> & {
  readonly key?: string | null;
  readonly priority: number;
};

/** A job that failed at every attempt. */
export type DeadLetter = Pick<StoredJob, 'id' | 'kind' | 'attempts' | 'addedAt' | 'failure'>;

/** Failure of a job whose kind nobody does. */
export const NO_HANDLER = 'NO_HANDLER';
/** While a new version is rolled out, and rolled back, a job may wait so long for one that does its kind, milliseconds. */
const MAX_WITHOUT_HANDLER_MS = 86_400_000;
/** Pause before it is looked at again, milliseconds. */
export const NO_HANDLER_PAUSE_MS = 5_000;

/** Whether nobody has done the kind of a job for so long that nobody will. */
export function isAbandoned({ addedAt }: Pick<StoredJob, 'addedAt'>, now: number): boolean {
  return now - addedAt >= MAX_WITHOUT_HANDLER_MS;
}

export type JobOutcome = 'done' | 'retried' | 'dead' | 'cancelled';

/** Published when an attempt ends, and when a waiting job is cancelled. */
export const jobEnded = new EventChannel<{
  readonly kind: string;
  readonly outcome: JobOutcome;
  readonly durationMs: number;
}>('optimizer:job:ended');
