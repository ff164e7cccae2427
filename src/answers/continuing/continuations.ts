import { EventChannel, type Clock, type Deadline } from '../../core/index.js';

/** Published when background work on an answer ends. */
export const continuationEnded = new EventChannel<{
  readonly outcome: 'landed' | 'failed';
  /** Why it failed. */
  readonly error?: unknown;
}>('answers:continuation:ended');

export interface ContinuationsOptions {
  /** Answers finished in the background at once. */
  readonly capacity: number;
  /** Longest time after the reply, milliseconds: the age at which one is ended. */
  readonly maxMs: number;
  /** Share of a core that landing late work may take, in (0, 1]. */
  readonly maxCpuRatio: number;
}

/** The share may be used up for so long in advance, milliseconds: a few landings at once need not wait. */
const CPU_WINDOW_MS = 1_000;

/**
 * Continues late work after the reply: a bounded number at once, each for a bounded time, and all together with a
 * bounded share of the event loop.
 *
 * What waits for servers and models costs this process nothing; landing it, which composes the answer again, does. One
 * lands after the other, once those before it are paid for.
 *
 * @see The generic cell rate algorithm, ITU-T I.371
 */
export class Continuations {
  readonly #deadlines = new Set<Deadline>();
  /** When all landings so far are paid for at the share of CPU they may take. */
  #paidAt: number;
  /** The latest landing, which the next one waits for. */
  #latest: Promise<unknown> = Promise.resolve();
  /** Called when the last of them has ended. */
  #onIdle: (() => void)[] = [];

  /** While true no answer begins to be finished in the background. */
  isPaused = false;

  /** @throws {RangeError} if the share of CPU is none. */
  constructor(
    private readonly options: ContinuationsOptions,
    private readonly clock: Clock,
  ) {
    const { maxCpuRatio } = options;
    if (!(maxCpuRatio > 0 && maxCpuRatio <= 1)) {
      throw new RangeError(`maxCpuRatio must be in (0, 1], received ${maxCpuRatio}`);
    }
    this.#paidAt = clock.now();
  }

  /** How many answers are being finished. */
  get active(): number {
    return this.#deadlines.size;
  }

  /** Longest time after the reply, milliseconds. */
  get maxMs(): number {
    return this.options.maxMs;
  }

  /**
   * A deadline for work that may continue after `foreground` has passed, but not after `lifetime` has been cancelled.
   * Give it to {@link run}, or cancel it.
   */
  deadlineAfter(foreground: Deadline, lifetime: Deadline): Deadline {
    return lifetime.child(foreground.remainingMs + this.options.maxMs);
  }

  /** Whether one more answer may be finished in the background. */
  get hasRoom(): boolean {
    return !this.isPaused && this.options.maxMs > 0 && this.#deadlines.size < this.options.capacity;
  }

  /**
   * Runs `work`, which lands what is late. It must end by `deadline`; its failure is published, not thrown.
   */
  async run(deadline: Deadline, work: () => Promise<void>): Promise<void> {
    this.#deadlines.add(deadline);
    try {
      await work();
      continuationEnded.publish({ outcome: 'landed' });
    } catch (error) {
      continuationEnded.publish({ outcome: 'failed', error });
    } finally {
      this.#deadlines.delete(deadline);
      deadline.release();
      if (this.#deadlines.size === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
    }
  }

  /**
   * Runs `land`, which holds the event loop, once its share of CPU allows. That may be after the deadline of the work:
   * what ended then is landed too.
   *
   * @throws {CancelledError} `CANCELLED`, if `lifetime` is cancelled meanwhile.
   */
  throttled<T>(lifetime: Deadline, land: () => T): Promise<T> {
    const turn = this.#latest.then(() => this.#untilPaid(lifetime));
    const landed = turn.then(() => this.#land(land));
    this.#latest = landed.catch(() => undefined);
    return landed;
  }

  #land<T>(land: () => T): T {
    const startedAt = this.clock.now();
    try {
      return land();
    } finally {
      const costMs = this.clock.now() - startedAt;
      this.#paidAt = Math.max(this.#paidAt, startedAt) + costMs / this.options.maxCpuRatio;
    }
  }

  async #untilPaid(lifetime: Deadline): Promise<void> {
    lifetime.throwIfOver();
    const debtMs = this.#paidAt - CPU_WINDOW_MS - this.clock.now();
    if (debtMs <= 0) return;
    const pause = Promise.withResolvers<void>();
    const cancelTimer = this.clock.schedule(Math.ceil(debtMs), pause.resolve);
    try {
      await lifetime.wait(pause.promise);
    } finally {
      cancelTimer();
    }
  }

  /** Fulfills as soon as nothing is active. */
  idle(): Promise<void> {
    if (this.#deadlines.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle.push(resolve);
    });
  }

  /** Cancels everything that is active, for shutdown. */
  cancelAll(reason: string): void {
    for (const deadline of this.#deadlines) deadline.cancel(reason);
  }
}
