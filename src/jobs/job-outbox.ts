import { JobQueueFullError } from './jobs.errors.js';

import type { JobStore } from './job-store.js';
import { storedJobSchema, type StoredJob } from './job.js';

/**
 * Jobs accepted while Redis could not take them, and tags to cancel there, until it can.
 *
 * Bounded; with a durable {@link JobStore} it survives the process.
 */
export class JobOutbox {
  readonly #jobs = new Map<string, StoredJob>();
  readonly #tags = new Set<string>();

  constructor(
    private readonly capacity: number,
    private readonly store: JobStore,
  ) {}

  get size(): number {
    return this.#jobs.size;
  }

  get isEmpty(): boolean {
    return this.#jobs.size === 0 && this.#tags.size === 0;
  }

  /** The job of that kind and key, if it is here. */
  find(kind: string, key: string): StoredJob | undefined {
    for (const job of this.#jobs.values()) if (job.kind === kind && job.key === key) return job;
    return undefined;
  }

  /** Takes up what an earlier process could not hand over. */
  async load(): Promise<void> {
    for (const kept of await this.store.load()) {
      const { success, data } = storedJobSchema.safeParse(kept);
      if (success) this.#jobs.set(data.id, data);
    }
  }

  /** @throws {JobQueueFullError} `JOB_QUEUE_FULL` */
  async put(job: StoredJob): Promise<void> {
    if (this.#jobs.size >= this.capacity) throw new JobQueueFullError(this.capacity);
    this.#jobs.set(job.id, job);
    await this.store.put(job);
  }

  /** Forgets the jobs with that tag; gives their number. */
  async cancelByTag(tag: string): Promise<number> {
    const cancelled = [...this.#jobs.values()].filter(({ tags }) => tags.includes(tag));
    await Promise.all(cancelled.map((job) => this.#remove(job)));
    return cancelled.length;
  }

  /** Remembers to cancel a tag once it is possible. */
  cancelLater(tag: string): void {
    if (this.#tags.size < this.capacity) this.#tags.add(tag);
  }

  /** Hands everything over, cancellations first, in order; stops at the first failure. */
  async flush(cancel: (tag: string) => Promise<unknown>, add: (job: StoredJob) => Promise<unknown>): Promise<void> {
    for (const tag of this.#tags) {
      await cancel(tag);
      this.#tags.delete(tag);
    }
    for (const job of this.#jobs.values()) {
      await add(job);
      await this.#remove(job);
    }
  }

  async #remove({ id }: StoredJob): Promise<void> {
    this.#jobs.delete(id);
    await this.store.remove(id);
  }
}
