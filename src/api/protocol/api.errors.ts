import { AppError } from '../../core/index.js';

export interface FieldProblem {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** A request that misses its schema. */
export class InputInvalidError extends AppError {
  readonly code: string = 'INPUT_INVALID';
  readonly fields: FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    super(fields.map(({ field, expected, found }) => `${field}: ${expected}, found ${found}`).join('; '));
    this.fields = [...fields];
  }
}

/** A text beyond the longest the service reads. */
export class InputTooLongError extends InputInvalidError {
  override readonly code = 'INPUT_TOO_LONG';
}

/** No framework of that id is in the library. */
export class FrameworkNotFoundError extends AppError {
  readonly code = 'FRAMEWORK_NOT_FOUND';

  constructor(readonly frameworkId: string) {
    super(`there is no framework ${JSON.stringify(frameworkId.slice(0, 64))}`);
  }
}

/** A request under a host name, or from a web page, that is not ours: it may come from a page that rebinds its name. */
export class HostNotAllowedError extends AppError {
  readonly code = 'HOST_NOT_ALLOWED';

  constructor(
    readonly header: 'Host' | 'Origin',
    readonly found: string,
    setting: 'http.allowedHosts' | 'http.corsOrigins' = 'http.allowedHosts',
  ) {
    super(`header ${header}: ${JSON.stringify(found.slice(0, 255))} is not listed in ${setting}`);
  }
}

/** As many connections of a kind are open as may be; it is likely to pass. */
export class ConnectionsExhaustedError extends AppError {
  readonly code = 'CONNECTIONS_EXHAUSTED';
  /** When trying again is worth it, milliseconds from now. */
  readonly retryAfterMs = 1_000;

  constructor(readonly maxConnections: number) {
    super(`all ${maxConnections} connections are taken`);
  }
}
