export { type GroupWriter, Outbox, type OutboxState } from './outbox.js';
export { RowStatement, type Work } from './row-statement.js';
export { SchemaTooNewError, StoreUnavailableError } from './store.errors.js';
export { StoreModule, storeOptionsOf } from './store.module.js';
export { Store, type StoreOptions } from './store.js';
export type { Tables } from './tables.js';
