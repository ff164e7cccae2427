import { EventChannel, type Deadline } from '../common/index.js';

/** Published when background work on an answer ends. */
export const continuationEnded = new EventChannel<{ readonly outcome: 'landed' | 'failed' }>(
  'guidance:continuation:ended',
);

export interface ContinuationsOptions {
  /** Answers finished in the background at once. */
  readonly capacity: number;
  /** Longest time after the reply, milliseconds. */
  readonly maxMs: number;
}

/** Lets late work go on after the reply: a bounded number at once, each for a bounded time. */
export class Continuations {
  readonly #deadlines = new Set<Deadline>();
  /** Told when the last of them has ended. */
  #onIdle: (() => void)[] = [];

  constructor(private readonly options: ContinuationsOptions) {}

  /** Longest time after the reply, milliseconds. */
  get longestMs(): number {
    return this.options.maxMs;
  }

  /**
   * A deadline for work that may go on after `foreground` has passed, but not after `lifetime` has been cancelled.
   * Give it to {@link adopt}, or cancel it.
   */
  deadlineAfter(foreground: Deadline, lifetime: Deadline): Deadline {
    return lifetime.child(foreground.remainingMs + this.options.maxMs);
  }

  /** Whether one more answer may be finished in the background. */
  get hasRoom(): boolean {
    return this.options.maxMs > 0 && this.#deadlines.size < this.options.capacity;
  }

  /**
   * Lets `work` land what is late. `work` must end by `deadline`; its failure is published, not thrown.
   */
  async adopt(deadline: Deadline, work: () => Promise<void>): Promise<void> {
    this.#deadlines.add(deadline);
    try {
      await work();
      continuationEnded.publish({ outcome: 'landed' });
    } catch {
      continuationEnded.publish({ outcome: 'failed' });
    } finally {
      this.#deadlines.delete(deadline);
      deadline.release();
      if (this.#deadlines.size === 0) for (const tell of this.#onIdle.splice(0)) tell();
    }
  }

  /** Fulfils as soon as nothing is under way. */
  settled(): Promise<void> {
    if (this.#deadlines.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle.push(resolve);
    });
  }

  /** Calls off everything under way, for shutdown. */
  cancelAll(why: string): void {
    for (const deadline of this.#deadlines) deadline.cancel(why);
  }
}
