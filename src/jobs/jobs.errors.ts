import { AppError } from '../core/index.js';

/** The waiting line is at its capacity. */
export class JobQueueFullError extends AppError {
  readonly code = 'JOB_QUEUE_FULL';

  constructor(readonly capacity: number) {
    super(`the job queue is full: ${capacity} jobs wait`);
  }
}
