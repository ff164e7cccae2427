import { AppError } from './app-error.js';
import type { CancelTimer, Clock } from './clock.js';

/** The deadline passed before the work was done. */
export class DeadlineExceededError extends AppError {
  readonly code = 'DEADLINE_EXCEEDED';

  constructor(readonly overdueMs: number) {
    super(`the deadline passed ${Math.max(0, Math.round(overdueMs))} ms ago`);
  }
}

/** Work was called off before its deadline, for example because its caller went away. */
export class CancelledError extends AppError {
  readonly code = 'CANCELLED';

  constructor(readonly why: string) {
    super(`cancelled: ${why}`);
  }
}

/** Nobody waits for the outcome any more: it says nothing about whoever was asked for it. */
export class CallerGoneError extends CancelledError {
  constructor() {
    super('the caller went away');
  }
}

/**
 * One absolute, monotonic point in time by which work must end, made at arrival and passed down.
 *
 * Children are derived by arithmetic and never outlive their parent: they end at the earlier of the two times, and
 * cancelling a parent cancels its children. A timer and an `AbortController` exist only once somebody asks for
 * {@link signal}, because most steps only ask how much time is left.
 *
 * @remarks Call {@link release} (or use `using`) when the work is over, so that an armed timer does not outlive it.
 */
export class Deadline implements Disposable {
  #controller: AbortController | undefined;
  #disarm: (() => void) | undefined;
  #cancelled: CancelledError | undefined;
  /** What to do when this very deadline is cancelled: its own controller and those of its descendants. */
  #onCancel: Set<(reason: CancelledError) => void> | undefined;

  private constructor(
    private readonly clock: Clock,
    /** Monotonic milliseconds on the clock it was made with; `Infinity` when there is no deadline. */
    readonly at: number,
    private readonly parent: Deadline | undefined,
  ) {}

  /** A deadline `ms` milliseconds after `from` (default: now). */
  static after(clock: Clock, ms: number, from = clock.now()): Deadline {
    if (!(ms >= 0)) throw new RangeError(`ms must be zero or more, received ${ms}`);
    return new Deadline(clock, from + ms, undefined);
  }

  /** Work without a deadline; it can still be cancelled. */
  static never(clock: Clock): Deadline {
    return new Deadline(clock, Infinity, undefined);
  }

  /** Milliseconds left, never negative. */
  get remainingMs(): number {
    return this.isOver ? 0 : Math.max(0, this.at - this.clock.now());
  }

  /** True once the time has passed or the work was cancelled. */
  get isOver(): boolean {
    return this.#cancellation() !== undefined || this.clock.now() >= this.at;
  }

  /** A deadline at most `budgetMs` from now, never later than this one. */
  child(budgetMs: number): Deadline {
    return new Deadline(this.clock, Math.min(this.at, this.clock.now() + budgetMs), this);
  }

  /** A deadline `reserveMs` before this one, which keeps that time for what follows. */
  before(reserveMs: number): Deadline {
    return new Deadline(this.clock, this.at - reserveMs, this);
  }

  /** Aborts at the deadline, or when this or a parent is cancelled. The reason is the matching `AppError`. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#arm(this.#controller);
    }
    return this.#controller.signal;
  }

  /** Ends the work now; children and {@link signal} follow. */
  cancel(why: string | CancelledError): void {
    if (this.#cancelled !== undefined) return;
    this.#cancelled = typeof why === 'string' ? new CancelledError(why) : why;
    for (const abort of [...(this.#onCancel ?? [])]) abort(this.#cancelled);
  }

  /** @throws {DeadlineExceededError | CancelledError} if the work may not go on. */
  throwIfOver(): void {
    const reason = this.#reason();
    if (reason !== undefined) throw reason;
  }

  /**
   * Waits for `work`, but no longer than this deadline; `work` itself goes on.
   *
   * @throws {DeadlineExceededError} `DEADLINE_EXCEEDED`, if the deadline passes first.
   * @throws {CancelledError} `CANCELLED`, if this deadline or a parent is cancelled first.
   */
  async wait<T>(work: PromiseLike<T>): Promise<T> {
    const { signal } = this;
    if (signal.aborted) {
      // Whoever handed us the work handed us its failure too.
      Promise.resolve(work).catch(() => undefined);
      throw signal.reason as Error;
    }
    return new Promise<T>((resolve, reject) => {
      const onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      const settle = () => signal.removeEventListener('abort', onAbort);
      Promise.resolve(work).then(resolve, reject).finally(settle);
    });
  }

  /** Disarms the timer and lets go of the parents. Still answers {@link remainingMs} and {@link isOver}. */
  release(): void {
    this.#disarm?.();
    this.#disarm = undefined;
  }

  [Symbol.dispose](): void {
    this.release();
  }

  #arm(controller: AbortController): void {
    const reason = this.#reason();
    if (reason !== undefined) {
      controller.abort(reason);
      return;
    }
    const abort = (error: AppError) => {
      this.release();
      controller.abort(error);
    };
    this.#follow(abort);
    let cancelTimer: CancelTimer | undefined;
    const expire = () => {
      const leftMs = this.at - this.clock.now();
      // A timer may fire a fraction of a millisecond early: the signal must never say what `isOver` denies.
      if (leftMs > 0) cancelTimer = this.clock.schedule(leftMs, expire);
      else abort(new DeadlineExceededError(-leftMs));
    };
    if (this.at !== Infinity) cancelTimer = this.clock.schedule(this.at - this.clock.now(), expire);
    this.#disarm = () => {
      cancelTimer?.();
      this.#unfollow(abort);
    };
  }

  /** Has `abort` called when this deadline, or one it was derived from, is cancelled. */
  #follow(abort: (reason: CancelledError) => void): void {
    this.#onCancel ??= new Set();
    this.#onCancel.add(abort);
    if (this.parent !== undefined) this.parent.#follow(abort);
  }

  #unfollow(abort: (reason: CancelledError) => void): void {
    this.#onCancel?.delete(abort);
    if (this.parent !== undefined) this.parent.#unfollow(abort);
  }

  #cancellation(): CancelledError | undefined {
    const { parent } = this;
    return this.#cancelled ?? (parent === undefined ? undefined : parent.#cancellation());
  }

  #reason(): AppError | undefined {
    const cancelled = this.#cancellation();
    if (cancelled !== undefined) return cancelled;
    const overdueMs = this.clock.now() - this.at;
    return overdueMs >= 0 ? new DeadlineExceededError(overdueMs) : undefined;
  }
}
