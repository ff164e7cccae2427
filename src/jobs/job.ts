import type * as z from 'zod';

import { EventChannel, newId, type Deadline } from '../core/index.js';

/** A kind of background work. Its payload may travel through Redis, so it is JSON and validated before each run. */
export interface JobKind<Payload> {
  /** `module.verb`, for example `cache.prefetch`; a label of metrics. */
  readonly name: string;
  readonly schema: z.ZodType<Payload>;
}

export interface AddJobOptions {
  /** While a job of the same kind and key waits or runs, no other is added. */
  readonly key?: string;
  /** What {@link JobQueue.cancelByTag} finds it by, for example `conversation:cnv_…`. */
  readonly tags?: readonly string[];
}

/**
 * Runs one job. A process that dies or stalls makes it run again elsewhere, so its effect must be idempotent: `id` is the
 * same at every run. `deadline` ends the run; it is cancelled when the job is, and when the process stops.
 */
export type JobHandler<Payload> = (
  payload: Payload,
  run: { readonly id: string; readonly deadline: Deadline },
) => Promise<void>;

/** A job as the queues store it: plain JSON. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly key: string | null;
  readonly tags: readonly string[];
  /** Wall-clock milliseconds: comparable between processes. */
  readonly addedAt: number;
}

export function newJob<Payload>(
  { name }: JobKind<Payload>,
  payload: Payload,
  { key, tags = [] }: AddJobOptions,
  epochMs: number,
): Job {
  return { id: newId('job', epochMs), kind: name, payload, key: key ?? null, tags, addedAt: epochMs };
}

/** Published when a run ends by itself or by cancellation, and when a waiting job is cancelled. */
export const jobEnded = new EventChannel<
  | { readonly kind: string; readonly outcome: 'done' | 'cancelled' }
  /** `failure` is the code or name of the error, never its message, which may quote the payload. */
  | { readonly kind: string; readonly outcome: 'failed'; readonly failure: string }
>('jobs:job:ended');
