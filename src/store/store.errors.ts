import { AppError } from '../core/index.js';

/** The database cannot be reached, or the outbox is full; likely to pass. */
export class StoreUnavailableError extends AppError {
  readonly code = 'STORE_UNAVAILABLE';

  constructor(
    reason: string,
    /** When a retry is worthwhile, milliseconds from now. */
    readonly retryAfterMs = 1_000,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** The database was used by a later version of this program. */
export class SchemaTooNewError extends AppError {
  readonly code = 'SCHEMA_TOO_NEW';

  constructor(
    readonly found: number,
    readonly known: number,
  ) {
    super(`the database has schema version ${found}, this program knows up to ${known}: start the newer version again`);
  }
}
