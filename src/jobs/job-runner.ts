import type { AppConfig } from '../config/index.js';
import { AppError, Deadline, type Clock } from '../core/index.js';
import type { Admission } from '../optimizer/index.js';

import { jobEnded, type Job, type JobHandler, type JobKind } from './job.js';

interface Registration {
  readonly kind: JobKind<unknown>;
  readonly handler: JobHandler<unknown>;
}

interface Running {
  readonly job: Job;
  readonly deadline: Deadline;
  /** Why it was ended from outside. */
  ended?: 'cancelled' | 'interrupted';
}

/** `interrupted` when the process stops: the job has not had its run. */
export type RunOutcome = 'done' | 'failed' | 'cancelled' | 'interrupted';

/** Longest time of one run, milliseconds. */
const RUN_TIMEOUT_MS = 30_000;

/** Runs jobs in this process: knows their handlers, and when there is capacity for one more. */
export class JobRunner {
  readonly #registrations = new Map<string, Registration>();
  readonly #running = new Set<Running>();
  #isStopping = false;
  #onIdle: (() => void) | undefined;

  constructor(
    private readonly options: Pick<AppConfig['jobs'], 'concurrency' | 'minSpareRatio' | 'maxWaitMs'>,
    private readonly spare: Pick<Admission, 'spareRatio' | 'isStopped'>,
    private readonly clock: Clock,
  ) {}

  /** @throws {RangeError} if the kind has a handler already. */
  register<Payload>(kind: JobKind<Payload>, handler: JobHandler<Payload>): void {
    if (this.#registrations.has(kind.name)) throw new RangeError(`jobs "${kind.name}" have a handler already`);
    this.#registrations.set(kind.name, { kind, handler: handler as JobHandler<unknown> });
  }

  get running(): number {
    return this.#running.size;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Whether a job may start now. */
  canStart({ addedAt }: Job): boolean {
    const { concurrency, maxWaitMs, minSpareRatio } = this.options;
    if (this.#isStopping || this.spare.isStopped || this.running >= concurrency) return false;
    if (this.spare.spareRatio >= minSpareRatio) return true;
    return this.running === 0 && this.clock.epochMs() - addedAt >= maxWaitMs;
  }

  /** Runs a job to its end or its timeout; never rejects. */
  async run(job: Job): Promise<RunOutcome> {
    using deadline = Deadline.after(this.clock, RUN_TIMEOUT_MS);
    const running: Running = { job, deadline };
    this.#running.add(running);
    const { kind } = job;
    try {
      await deadline.wait(this.#handled(job, deadline));
      jobEnded.publish({ kind, outcome: 'done' });
      return 'done';
    } catch (error) {
      const outcome = running.ended ?? 'failed';
      if (outcome === 'cancelled') jobEnded.publish({ kind, outcome });
      if (outcome === 'failed') jobEnded.publish({ kind, outcome, failure: failureOf(error) });
      return outcome;
    } finally {
      this.#running.delete(running);
      if (this.running === 0) this.#onIdle?.();
    }
  }

  /** Cancels the running jobs with that tag; gives their number. */
  cancelByTag(tag: string): number {
    return this.#end('cancelled', ({ tags }) => tags.includes(tag));
  }

  /** Starts no more jobs, and interrupts those that still run after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    if (this.running === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onIdle = resolve;
    using grace = Deadline.after(this.clock, graceMs);
    await grace.wait(promise).catch(() => undefined);
    this.#end('interrupted', () => true);
  }

  async #handled({ id, kind, payload }: Job, deadline: Deadline): Promise<void> {
    const registration = this.#registrations.get(kind);
    if (registration === undefined) throw new RangeError(`no handler for jobs "${kind}"`);
    await registration.handler(registration.kind.schema.parse(payload), { id, deadline });
  }

  #end(reason: 'cancelled' | 'interrupted', applies: (job: Job) => boolean): number {
    const ended = [...this.#running].filter(({ job }) => applies(job));
    for (const running of ended) {
      running.ended = reason;
      running.deadline.cancel(`the job was ${reason}`);
    }
    return ended.length;
  }
}

function failureOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : 'UNKNOWN';
}
