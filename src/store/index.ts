/**
 * The tables of the service, in embedded SQLite or PostgreSQL: same schema, same queries, migrated at start.
 *
 * Algorithm: writes go through an {@link Outbox}, which groups entries and commits each group in one transaction under an
 * id that makes a repeated commit harmless; a {@link RowStatement} has the same text for any number of rows.
 *
 * Concurrency: SQLite runs on the calling thread, so a group is bounded to about two milliseconds; its log is copied into
 * the file by a short-lived thread. The pool of PostgreSQL grows and shrinks with demand.
 *
 * Failure: whatever the database refuses is tried again with growing pauses for as long as it takes, unless the rows are
 * at fault: such a group is bisected, and the entry found is set aside in a table of its own. A full outbox rejects with
 * `STORE_UNAVAILABLE`. What waits is in an {@link OutboxFile} too, which outlives the process.
 */
export { type GroupWriter, Outbox, type OutboxOptions, type OutboxState } from './outbox.js';
export { OutboxFile } from './outbox-file.js';
export { RowStatement, type Work } from './row-statement.js';
export { backUpSqlite, restoreSqlite } from './sqlite-backup.js';
export { SchemaTooNewError, StoreUnavailableError } from './store.errors.js';
export { StoreModule, storeOptionsOf } from './store.module.js';
export { Store, type StoreOptions } from './store.js';
export type { Tables } from './tables.js';
