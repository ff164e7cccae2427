import { SystemClock, type Clock } from '../core/index.js';
import { loadConfig, type AppConfig } from '../config/index.js';
import { Store, storeOptionsOf } from '../store/index.js';

/** The database and its context, for a command. */
export interface StoreSession {
  readonly config: AppConfig;
  readonly store: Store;
  readonly clock: Clock;
}

/** Runs `work` on the database of the service, which may be running. */
export async function withStore<T>(work: (session: StoreSession) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const clock = new SystemClock();
  const store = await Store.open(storeOptionsOf(config), clock, {
    onNotice: (notice) => process.stderr.write(`${notice}\n`),
  });
  try {
    return await work({ config, store, clock });
  } finally {
    await store.close();
  }
}
