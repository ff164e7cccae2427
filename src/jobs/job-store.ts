import type { StoredJob } from './job.js';

/** Keeps the jobs of this process through a restart. It belongs to one process: nobody else takes its jobs. */
export abstract class JobStore {
  /** Everything kept, in any order. */
  abstract load(): Promise<readonly unknown[]>;
  /** Keeps a job, replacing what was kept under its id. Fulfils when it is durable. */
  abstract put(job: StoredJob): Promise<void>;
  abstract remove(id: string): Promise<void>;
}

/** Keeps nothing: jobs end with the process. */
export class NoJobStore extends JobStore {
  load(): Promise<readonly unknown[]> {
    return Promise.resolve([]);
  }

  put(): Promise<void> {
    return Promise.resolve();
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }
}
