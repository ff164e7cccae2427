import { AppError, CancelledError, type RequestClass } from '../common/index.js';

/** The caller asked for a class it has no entitlement for. */
export class ClassNotEntitledError extends AppError {
  readonly code = 'CLASS_NOT_ENTITLED';

  constructor(readonly requestedClass: RequestClass) {
    super(`this caller may not ask for class "${requestedClass}"`);
  }
}

/** A header of the request has a value that cannot be understood. */
export class HeaderInvalidError extends AppError {
  readonly code = 'HEADER_INVALID';

  constructor(
    readonly header: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`header ${header}: ${expected}, found ${JSON.stringify(found)}`);
  }
}

/** A class in which a refused question would be answered now. */
export interface LongerClass {
  readonly class: RequestClass;
  /** From asking to the answer, milliseconds. */
  readonly predictedMs: number;
}

/** Why a question is not let in, as its caller is told; plain data, because there may be thousands a second. */
export interface Refusal {
  /** When trying again is worth it, milliseconds from now. */
  readonly retryAfterMs: number;
  /** What the caller may ask for instead. */
  readonly offer?: LongerClass | undefined;
}

/** The service has more questions than it can answer in time. */
export class OverloadedError extends AppError {
  static readonly CODE = 'OVERLOADED';
  static readonly MESSAGE = 'the service is overloaded; the question was not started';
  readonly code = OverloadedError.CODE;

  constructor(readonly refusal: Refusal) {
    super(OverloadedError.MESSAGE);
  }
}

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
