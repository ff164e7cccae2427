import { AppError } from '../core/index.js';

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
