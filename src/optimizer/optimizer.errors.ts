import { AppError, type RequestClass } from '../common/index.js';

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

/** The service has more questions than it can answer in time. */
export class OverloadedError extends AppError {
  readonly code = 'OVERLOADED';

  constructor(
    /** When trying again is worth it, milliseconds from now. */
    readonly retryAfterMs: number,
  ) {
    super('the service is overloaded; the question was not started');
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
