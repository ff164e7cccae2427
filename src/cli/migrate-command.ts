import { EXIT } from './usage.js';
import { withStore } from './with-store.js';

/** `claude-director migrate`: applies the migrations, before the replicas that need them start. */
export async function migrate(): Promise<number> {
  const kind = await withStore(async ({ store }) => store.kind);
  process.stdout.write(`the tables in ${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'} are up to date\n`);
  return EXIT.answered;
}
