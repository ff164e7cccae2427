import { SystemClock } from '../core/index.js';
import { loadConfig } from '../config/index.js';
import { Store, storeOptionsOf } from '../store/index.js';

import { EXIT } from './usage.js';

/** `claude-director migrate`: applies the migrations, before the replicas that need them start. */
export async function migrate(): Promise<number> {
  const store = await Store.open(storeOptionsOf(loadConfig()), new SystemClock());
  await store.close();
  process.stdout.write(`the tables in ${store.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'} are up to date\n`);
  return EXIT.answered;
}
