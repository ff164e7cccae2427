import type * as z from 'zod';

import { EventChannel, newId, type Deadline } from '../core/index.js';

/** A kind of background work. Its payload may travel through Redis, so it is JSON and validated before each run. */
export interface JobKind<Payload> {
  /** `module.verb`, for example `cache.prefetch`; a label of metrics. */
  readonly name: string;
  readonly schema: z.ZodType<Payload>;
  /** 1 is the most urgent, 10 the least. @default 5 */
  readonly priority?: number;
}

const DEFAULT_PRIORITY = 5;

export interface AddJobOptions {
  /** While a job of the same kind and key waits or runs, no other is added. */
  readonly key?: string;
  /** What {@link JobQueue.cancelByTag} finds it by, for example `conversation:cnv_…`. */
  readonly tags?: readonly string[];
}

/** What a handler gets beside the payload. */
export interface JobRun {
  /** The same at every run of the job, so that a handler can record an effect under it once. */
  readonly id: string;
  /** Ends the run; cancelled when the job is, and when the process stops. */
  readonly deadline: Deadline;
}

/** Runs one job. A process that dies or stalls makes it run again elsewhere, so its effect must be idempotent. */
export type JobHandler<Payload> = (payload: Payload, run: JobRun) => Promise<void>;

/** A job as the queues store it: plain JSON. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly key: string | null;
  readonly tags: readonly string[];
  readonly priority: number;
  /** Wall-clock milliseconds: comparable between processes. */
  readonly addedAt: number;
}

export function newJob<Payload>(
  { name, priority = DEFAULT_PRIORITY }: JobKind<Payload>,
  payload: Payload,
  { key, tags = [] }: AddJobOptions,
  epochMs: number,
): Job {
  return { id: newId('job', epochMs), kind: name, payload, key: key ?? null, tags, priority, addedAt: epochMs };
}

/** Published when a run ends by itself or by cancellation, and when a waiting job is cancelled. */
export const jobEnded = new EventChannel<
  | { readonly kind: string; readonly outcome: 'done' | 'cancelled' }
  /** `failure` is the code or name of the error, never its message, which may quote the payload. */
  | { readonly kind: string; readonly outcome: 'failed'; readonly failure: string }
>('jobs:job:ended');
