export { JobQueueModule } from './job-queue.module.js';
export { JobQueue, type JobQueueState } from './job-queue.js';
export { JobStore, NoJobStore } from './job-store.js';
export {
  type AddedJob,
  type AddJobOptions,
  type DeadLetter,
  jobEnded,
  type JobHandler,
  type JobKind,
  type JobRun,
  type StoredJob,
  storedJobSchema,
} from './job.js';

export { JobQueueFullError } from './jobs.errors.js';
