/**
 * The tables of the service, in embedded SQLite or PostgreSQL: same schema, same queries, migrated at start.
 *
 * Algorithm: writes go through an {@link Outbox}, which groups entries and commits each group in one transaction under an
 * id that makes a repeated commit harmless; a {@link RowStatement} has the same text for any number of rows.
 *
 * Concurrency: SQLite runs on the calling thread, so a group is bounded to about two milliseconds; its log is copied into
 * the file by a short-lived thread. The pool of PostgreSQL grows and shrinks with demand.
 *
 * Failure: a transient error is retried with growing pauses for as long as it takes; a group that can never succeed is
 * bisected until the refused entry is found. A full outbox rejects with `STORE_UNAVAILABLE`.
 */
export { type GroupWriter, Outbox, type OutboxOptions, type OutboxState } from './outbox.js';
export { RowStatement, type Work } from './row-statement.js';
export { SchemaTooNewError, StoreUnavailableError } from './store.errors.js';
export { StoreModule, storeOptionsOf } from './store.module.js';
export { Store, type StoreOptions } from './store.js';
export type { Tables } from './tables.js';
