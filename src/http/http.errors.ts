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

/** A body in a coding or a charset that is not read. */
export class BodyFormatError extends AppError {
  readonly code = 'CONTENT_TYPE_UNSUPPORTED';

  constructor(
    readonly header: 'Content-Encoding' | 'Content-Type',
    readonly expected: string,
    readonly found: string,
  ) {
    super(`header ${header}: expected ${expected}, found ${JSON.stringify(found.slice(0, 64))}`);
  }
}
