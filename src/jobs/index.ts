/**
 * Background work: one `JobQueue` port, a queue in this process, and Bull in Redis with `REDIS_URL`.
 *
 * Algorithm: jobs run in order of age, while `Admission` reports enough room or after
 * `jobs.maxWaitMs`, one at a time; none start while memory is short. A key makes a job unique while it waits or runs.
 *
 * Concurrency: `jobs.concurrency` jobs run at once in a process, wherever they waited. Redis hands each job to one
 * replica under a lock of `jobs.lockMs`; a worker that dies or stalls loses it to another.
 *
 * Failure: a failed job is not tried again; its code is in the log and `jobs_total`. While Redis is unreachable, jobs
 * go to the queue of this process, bounded by `jobs.queueCapacity`, and end with it.
 */
export { JobQueueModule } from './job-queue.module.js';
export { JobQueue } from './job-queue.js';
export { type AddJobOptions, jobEnded, type JobHandler, type JobKind } from './job.js';
