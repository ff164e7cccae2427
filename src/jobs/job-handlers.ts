import { AppError, Deadline, type Clock } from '../core/index.js';

import { JobCancelledError } from './jobs.errors.js';

import { JOB_DEFAULTS, type JobHandler, type JobKind } from './job.js';

type Settings = Required<Pick<JobKind<unknown>, keyof typeof JOB_DEFAULTS>>;

interface Registration {
  readonly kind: JobKind<unknown>;
  readonly handler: JobHandler<unknown>;
}

/** One attempt that is under way. */
interface Attempt {
  readonly id: string;
  readonly tags: readonly string[];
  readonly deadline: Deadline;
}

/** What an attempt is made of, wherever the job is kept. */
export interface AttemptRequest {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly tags: readonly string[];
  readonly attempt: number;
}

/** How an attempt ended. */
export type AttemptResult =
  | { readonly outcome: 'done' | 'cancelled' }
  /** Nobody here does jobs of that kind; another version of the program may. */
  | { readonly outcome: 'unknown' }
  /** `isFinal` when another attempt cannot help. */
  | { readonly outcome: 'failed'; readonly failure: string; readonly isFinal: boolean };

/** Who does which kind of job; runs one attempt within its time. */
export class JobHandlers {
  readonly #registrations = new Map<string, Registration>();
  readonly #attempts = new Set<Attempt>();

  constructor(private readonly clock: Clock) {}

  /** @throws {RangeError} if somebody does that kind already. */
  register<Payload>(kind: JobKind<Payload>, handler: JobHandler<Payload>): void {
    if (this.#registrations.has(kind.name)) throw new RangeError(`jobs "${kind.name}" have a handler already`);
    this.#registrations.set(kind.name, { kind, handler: handler as JobHandler<unknown> });
  }

  settingsOf(kindName: string): Settings {
    return { ...JOB_DEFAULTS, ...this.#registrations.get(kindName)?.kind };
  }

  get running(): number {
    return this.#attempts.size;
  }

  /** Runs one attempt to its end or to the time-out of its kind; never rejects. */
  async run({ id, kind: kindName, payload, tags, attempt }: AttemptRequest): Promise<AttemptResult> {
    const registration = this.#registrations.get(kindName);
    if (registration === undefined) return { outcome: 'unknown' };
    const { kind, handler } = registration;
    const parsed = kind.schema.safeParse(payload);
    if (!parsed.success) return { outcome: 'failed', failure: 'PAYLOAD_INVALID', isFinal: true };

    using deadline = Deadline.after(this.clock, kind.timeoutMs ?? JOB_DEFAULTS.timeoutMs);
    const running: Attempt = { id, tags, deadline };
    this.#attempts.add(running);
    try {
      await deadline.wait(handler(parsed.data, { id, attempt, deadline }));
      return { outcome: 'done' };
    } catch (error) {
      if (error instanceof JobCancelledError) return { outcome: 'cancelled' };
      return { outcome: 'failed', failure: failureOf(error), isFinal: false };
    } finally {
      this.#attempts.delete(running);
    }
  }

  /** Calls off the attempts with that tag; gives the ids of their jobs. */
  cancelByTag(tag: string): string[] {
    const cancelled = [...this.#attempts].filter(({ tags }) => tags.includes(tag));
    for (const { deadline } of cancelled) deadline.cancel(new JobCancelledError());
    return cancelled.map(({ id }) => id);
  }

  /** Calls off every attempt; the jobs are not cancelled. */
  interruptAll(): void {
    for (const { deadline } of this.#attempts) deadline.cancel('the process stops');
  }
}

function failureOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : 'UNKNOWN';
}
