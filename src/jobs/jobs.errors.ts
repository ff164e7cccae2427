import { AppError, CancelledError } from '../core/index.js';

/** As many jobs wait as may. */
export class JobQueueFullError extends AppError {
  readonly code = 'JOB_QUEUE_FULL';

  constructor(readonly capacity: number) {
    super(`the job queue is full: ${capacity} jobs wait`);
  }
}

/** Nobody wants the outcome of a job any more. */
export class JobCancelledError extends CancelledError {
  constructor() {
    super('the job was cancelled');
  }
}
