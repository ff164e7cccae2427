import { JobStore, type StoredJob } from '../optimizer/index.js';

import type { Store } from './store.js';

/**
 * Background jobs of this process in its SQLite file, so that a restart loses none.
 *
 * Two processes that share a file would both take a job up after a restart, which a job must bear anyway.
 */
export class StoredJobs extends JobStore {
  constructor(private readonly store: Store) {
    super();
  }

  async load(): Promise<readonly unknown[]> {
    const rows = await this.store.read((db) => db.selectFrom('jobs').select('body').orderBy('id').execute());
    return rows.flatMap(({ body }) => parsed(body));
  }

  async put(job: StoredJob): Promise<void> {
    const row = { id: job.id, body: JSON.stringify(job) };
    await this.store.read((db) =>
      db
        .insertInto('jobs')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ body: row.body }))
        .execute(),
    );
    await this.store.sync();
  }

  async remove(id: string): Promise<void> {
    await this.store.read((db) => db.deleteFrom('jobs').where('id', '=', id).execute());
  }
}

/** What is no JSON is no job: somebody else wrote it. */
function parsed(body: string): unknown[] {
  try {
    return [JSON.parse(body)];
  } catch {
    return [];
  }
}
