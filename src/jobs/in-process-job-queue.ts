import type { CancelTimer, Clock } from '../core/index.js';

import { JobQueue } from './job-queue.js';
import type { JobRunner } from './job-runner.js';
import { jobEnded, type Job } from './job.js';
import { JobQueueFullError } from './jobs.errors.js';

/** Pause before the queue checks again whether there is capacity to work, milliseconds. */
const POLL_INTERVAL_MS = 100;

/**
 * Jobs of this process, the oldest first; they end with it.
 */
export class InProcessJobQueue extends JobQueue {
  /** In the order they were added. */
  readonly #waiting = new Set<Job>();
  readonly #running = new Set<Job>();
  #isStarted = false;
  #cancelTimer: CancelTimer | undefined;

  /** @param capacity Jobs that may wait. */
  constructor(
    private readonly capacity: number,
    runner: JobRunner,
    clock: Clock,
  ) {
    super(runner, clock);
  }

  async accept(job: Job): Promise<string> {
    const duplicate = this.duplicateOf(job);
    if (duplicate !== undefined) return duplicate.id;
    if (this.#waiting.size >= this.capacity) throw new JobQueueFullError(this.capacity);
    this.#waiting.add(job);
    this.#startJobs();
    return job.id;
  }

  /** The job of the same kind and key that waits or runs here. */
  duplicateOf({ kind, key }: Job): Job | undefined {
    if (key === null) return undefined;
    return [...this.#running, ...this.#waiting].find((other) => other.kind === kind && other.key === key);
  }

  async cancelByTag(tag: string): Promise<number> {
    const waiting = [...this.#waiting].filter(({ tags }) => tags.includes(tag));
    for (const job of waiting) {
      this.#waiting.delete(job);
      jobEnded.publish({ kind: job.kind, outcome: 'cancelled' });
    }
    return waiting.length + this.runner.cancelByTag(tag);
  }

  get localSize(): number {
    return this.#waiting.size + this.#running.size;
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    this.#startJobs();
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStarted = false;
    this.#cancelTimer?.();
    await this.runner.stop(graceMs);
  }

  /** Starts what may start; checks again later while something waits. */
  #startJobs(): void {
    if (!this.#isStarted) return;
    this.#cancelTimer?.();
    for (const job of this.#waiting) {
      if (!this.runner.canStart(job)) break;
      this.#waiting.delete(job);
      void this.#run(job);
    }
    if (this.#waiting.size > 0) this.#cancelTimer = this.clock.schedule(POLL_INTERVAL_MS, () => this.#startJobs());
  }

  async #run(job: Job): Promise<void> {
    this.#running.add(job);
    await this.runner.run(job);
    this.#running.delete(job);
    this.#startJobs();
  }
}
