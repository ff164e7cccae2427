import { newId, type CancelTimer, type Clock } from '../core/index.js';
import { JobQueueFullError } from './jobs.errors.js';

import { JobHandlers } from './job-handlers.js';
import { JobQueue, type JobQueueState } from './job-queue.js';
import type { JobStore } from './job-store.js';
import {
  isAbandoned,
  jobEnded,
  newStoredJob,
  NO_HANDLER,
  NO_HANDLER_PAUSE_MS,
  storedJobSchema,
  type AddedJob,
  type AddJobOptions,
  type DeadLetter,
  type JobHandler,
  type JobKind,
  type StoredJob,
} from './job.js';
import type { SpareCapacity } from '../optimizer/index.js';

export interface InProcessJobQueueOptions {
  /** Jobs that may wait. */
  readonly queueCapacity: number;
  /** Jobs worked on at once. */
  readonly concurrency: number;
  /** Share of the service that must be free before a job starts, 0–1. */
  readonly minSpareRatio: number;
  /** A job that has waited so long starts anyway, one at a time, milliseconds. */
  readonly maxWaitMs: number;
  /** Dead letters kept; the oldest go first. */
  readonly deadLetters: number;
}

/** Pause before the queue looks again whether there is room to work, milliseconds. */
const LOOK_AGAIN_MS = 100;

/**
 * Jobs of this process, in order of priority, then age. With a durable {@link JobStore} they survive a restart.
 *
 * @remarks O(n) in the waiting jobs to pick the next one; their number is bounded.
 */
export class InProcessJobQueue extends JobQueue {
  readonly #handlers: JobHandlers;
  /** In the order they were added. */
  readonly #waiting = new Map<string, StoredJob>();
  readonly #running = new Map<string, StoredJob>();
  readonly #dead = new Map<string, StoredJob>();
  #isWorking = false;
  #cancelTimer: CancelTimer | undefined;
  #whenIdle: (() => void) | undefined;

  constructor(
    private readonly options: InProcessJobQueueOptions,
    private readonly store: JobStore,
    private readonly spare: SpareCapacity,
    private readonly clock: Clock,
  ) {
    super();
    this.#handlers = new JobHandlers(clock);
  }

  handle<Payload>(kind: JobKind<Payload>, handler: JobHandler<Payload>): void {
    this.#handlers.register(kind, handler);
  }

  async add<Payload>(kind: JobKind<Payload>, payload: Payload, options: AddJobOptions = {}): Promise<AddedJob> {
    const same = options.key === undefined ? undefined : this.#find(kind.name, options.key);
    if (same !== undefined) return { id: same.id, isNew: false };
    if (this.#waiting.size >= this.options.queueCapacity) throw new JobQueueFullError(this.options.queueCapacity);

    const now = this.clock.epochMs();
    const { priority } = this.#handlers.settingsOf(kind.name);
    const job = newStoredJob(newId('job', now), kind.name, payload, { priority, ...options }, now);
    // Before it is kept, so that a second one of the same key finds it.
    this.#waiting.set(job.id, job);
    try {
      await this.store.put(job);
    } catch (error) {
      this.#waiting.delete(job.id);
      throw error;
    }
    this.#workOn();
    return { id: job.id, isNew: true };
  }

  async cancelByTag(tag: string): Promise<number> {
    const waiting = [...this.#waiting.values()].filter(({ tags }) => tags.includes(tag));
    for (const { id, kind } of waiting) {
      this.#waiting.delete(id);
      jobEnded.publish({ kind, outcome: 'cancelled', durationMs: 0 });
    }
    const running = this.#handlers.cancelByTag(tag);
    await Promise.all(waiting.map(({ id }) => this.store.remove(id)));
    return waiting.length + running.length;
  }

  get kept(): number {
    return this.#waiting.size + this.#running.size + this.#dead.size;
  }

  state(): Promise<JobQueueState> {
    const [waiting, running, dead] = [this.#waiting.size, this.#running.size, this.#dead.size];
    return Promise.resolve({ waiting, running, dead, outbox: 0, isReachable: true });
  }

  deadLetters(limit = this.options.deadLetters): Promise<DeadLetter[]> {
    const latest = [...this.#dead.values()].toReversed().slice(0, limit);
    return Promise.resolve(
      latest.map(({ id, kind, attempts, addedAt, failure }) => ({ id, kind, attempts, addedAt, failure })),
    );
  }

  /** Takes up what an earlier process left; what was being worked on there runs again. */
  async start(): Promise<void> {
    for (const kept of await this.store.load()) {
      const { success, data: job } = storedJobSchema.safeParse(kept);
      if (!success) continue;
      (job.state === 'dead' ? this.#dead : this.#waiting).set(job.id, job);
    }
    this.#isWorking = true;
    this.#workOn();
  }

  async stop(graceMs: number): Promise<void> {
    this.#isWorking = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#running.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
      this.clock.schedule(graceMs, resolve);
    });
    this.#handlers.interruptAll();
  }

  #find(kind: string, key: string): StoredJob | undefined {
    for (const jobs of [this.#waiting, this.#running]) {
      for (const job of jobs.values()) if (job.kind === kind && job.key === key) return job;
    }
    return undefined;
  }

  /** Starts what may start; looks again later while something waits. */
  #workOn(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    while (this.#isWorking && this.#running.size < this.options.concurrency) {
      const job = this.#next();
      if (job === undefined || !this.#mayStart(job)) break;
      this.#waiting.delete(job.id);
      this.#running.set(job.id, { ...job, attempts: job.attempts + 1 });
      void this.#attempt({ ...job, attempts: job.attempts + 1 });
    }
    if (this.#isWorking && this.#waiting.size > 0 && this.#running.size < this.options.concurrency) {
      this.#cancelTimer = this.clock.schedule(LOOK_AGAIN_MS, () => this.#workOn());
    }
  }

  /** The most urgent job whose time has come; of equals the oldest. */
  #next(): StoredJob | undefined {
    const now = this.clock.epochMs();
    let next: StoredJob | undefined;
    for (const job of this.#waiting.values()) {
      if (job.notBefore <= now && (next === undefined || job.priority < next.priority)) next = job;
    }
    return next;
  }

  #mayStart({ addedAt }: StoredJob): boolean {
    if (this.spare.isStopped) return false;
    if (this.spare.spareRatio >= this.options.minSpareRatio) return true;
    return this.#running.size === 0 && this.clock.epochMs() - addedAt >= this.options.maxWaitMs;
  }

  async #attempt(job: StoredJob): Promise<void> {
    const { id, kind, payload, tags, attempts: attempt } = job;
    const startedAt = this.clock.now();
    try {
      // An attempt that takes the process with it counts too.
      await this.store.put(job);
      const result = await this.#handlers.run({ id, kind, payload, tags, attempt });
      const durationMs = this.clock.now() - startedAt;
      if (result.outcome === 'unknown') {
        if (this.#isWorking) await this.#unknown(job, durationMs);
      } else if (result.outcome !== 'failed') {
        await this.store.remove(id);
        jobEnded.publish({ kind, outcome: result.outcome, durationMs });
      } else if (this.#isWorking) {
        await this.#failed(job, result.failure, result.isFinal, durationMs);
      }
    } catch {
      // The store failed: the job stays in it and runs again after a restart; in this process it waits its turn.
      this.#waiting.set(id, { ...job, notBefore: this.clock.epochMs() + this.#backoffMs(job) });
    } finally {
      this.#running.delete(id);
      if (this.#running.size === 0) this.#whenIdle?.();
      this.#workOn();
    }
  }

  /** Leaves a job for a version of the program that does its kind; the attempt does not count. */
  async #unknown(job: StoredJob, durationMs: number): Promise<void> {
    const now = this.clock.epochMs();
    if (isAbandoned(job, now)) return this.#failed(job, NO_HANDLER, true, durationMs);
    const later = { ...job, attempts: job.attempts - 1, failure: NO_HANDLER, notBefore: now + NO_HANDLER_PAUSE_MS };
    this.#waiting.set(job.id, later);
    return this.store.put(later);
  }

  async #failed(job: StoredJob, failure: string, isFinal: boolean, durationMs: number): Promise<void> {
    const isDead = isFinal || job.attempts >= this.#handlers.settingsOf(job.kind).maxAttempts;
    jobEnded.publish({ kind: job.kind, outcome: isDead ? 'dead' : 'retried', durationMs });
    if (!isDead) {
      const later = { ...job, failure, notBefore: this.clock.epochMs() + this.#backoffMs(job) };
      this.#waiting.set(job.id, later);
      await this.store.put(later);
      return;
    }
    const dead: StoredJob = { ...job, failure, state: 'dead' };
    this.#dead.set(job.id, dead);
    await this.store.put(dead);
    const [oldest] = this.#dead.keys();
    if (this.#dead.size <= this.options.deadLetters || oldest === undefined) return;
    this.#dead.delete(oldest);
    await this.store.remove(oldest);
  }

  #backoffMs({ kind, attempts }: StoredJob): number {
    return this.#handlers.settingsOf(kind).backoffMs * 2 ** Math.max(0, attempts - 1);
  }
}
