import { AppError } from '../core/index.js';

/** Every slot of a bulkhead is taken. */
export class BulkheadRejectedError extends AppError {
  readonly code = 'BULKHEAD_REJECTED';

  constructor(
    readonly bulkhead: string,
    readonly capacity: number,
  ) {
    super(`bulkhead "${bulkhead}" is full: ${capacity} running`);
  }
}
