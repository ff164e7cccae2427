import { AppError } from '../core/index.js';

/** The database cannot be reached, or as much waits to be written as may; it is likely to pass. */
export class StoreUnavailableError extends AppError {
  readonly code = 'STORE_UNAVAILABLE';

  constructor(
    why: string,
    /** When trying again is worth it, milliseconds from now. */
    readonly retryAfterMs = 1_000,
    options?: ErrorOptions,
  ) {
    super(why, options);
  }
}

/** The database was used by a later version of this program. */
export class SchemaTooNewError extends AppError {
  readonly code = 'STORE_NEWER';

  constructor(
    readonly found: number,
    readonly known: number,
  ) {
    super(`the database has schema version ${found}, this program knows up to ${known}: start the newer version again`);
  }
}
