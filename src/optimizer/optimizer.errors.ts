import { AppError, type RequestClass } from '../core/index.js';

/** The caller is not entitled to the requested class. */
export class ClassNotEntitledError extends AppError {
  readonly code = 'CLASS_NOT_ENTITLED';

  constructor(readonly requestedClass: RequestClass) {
    super(`this caller may not ask for class "${requestedClass}"`);
  }
}

/** A class in which a rejected question would be answered now. */
export interface LongerClass {
  readonly class: RequestClass;
  /** From asking to the answer, milliseconds. */
  readonly predictedMs: number;
}

/** What the caller of a rejected question learns; plain data, because there may be thousands a second. */
export interface Refusal {
  /** When to retry, milliseconds from now. */
  readonly retryAfterMs: number;
  /** What the caller may request instead. */
  readonly offer?: LongerClass | undefined;
}

/** The service has more requests than it can answer in time. */
export class OverloadedError extends AppError {
  static readonly CODE = 'OVERLOADED';
  static readonly MESSAGE = 'the service is overloaded; the question was not started';
  readonly code = OverloadedError.CODE;

  constructor(readonly refusal: Refusal) {
    super(OverloadedError.MESSAGE);
  }
}
