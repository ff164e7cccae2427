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

/** Another process holds the lock of migrations for too long. */
export class MigrationLockedError extends AppError {
  readonly code = 'MIGRATION_LOCKED';

  /** @param holder Who, in plain words. */
  constructor(readonly holder: string) {
    super(`the database cannot be migrated: it is locked by ${holder}`);
  }
}

/** Thrown for every query until the tables have been checked, which a database that was away at the start still needs. */
export class NotCheckedError extends Error {
  constructor() {
    super('the database has not been reached since the start');
  }
}
