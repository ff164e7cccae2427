export { Outbox, type GroupWriter, type OutboxState } from './outbox.js';
export { RowStatement, type Work } from './row-statement.js';
export { StoreNewerError, StoreUnavailableError } from './store.errors.js';
export { StoreModule, storeOptionsOf } from './store.module.js';
export { Store, type StoreOptions } from './store.js';
export type { Tables } from './tables.js';
