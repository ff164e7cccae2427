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

type Tell = (reason: AppError) => void;

/**
 * One absolute, monotonic point in time by which work must end, made at arrival and passed down.
 *
 * Children are derived by arithmetic and never outlive their parent: they end at the earlier of the two times, and
 * cancelling a parent cancels its children. A timer exists only once somebody waits, and an `AbortController` once
 * somebody asks for {@link signal}, because most steps only ask how much time is left.
 *
 * @remarks Call {@link release} (or use `using`) when the work is over, so that an armed timer does not outlive it.
 */
export class Deadline implements Disposable {
  #controller: AbortController | undefined;
  #stopTimer: CancelTimer | undefined;
  #cancelled: CancelledError | undefined;
  /** Who is told when it is over. */
  #waiting: Set<Tell> | undefined;
  /** Those that have somebody to tell, or descendants that do. */
  #children: Set<Deadline> | undefined;

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
      const controller = new AbortController();
      this.#controller = controller;
      this.#tellWhenOver((reason) => controller.abort(reason));
    }
    return this.#controller.signal;
  }

  /** Ends the work now; children and {@link signal} follow. */
  cancel(why: string | CancelledError): void {
    if (this.#cancelled !== undefined) return;
    this.#cancelled = typeof why === 'string' ? new CancelledError(why) : why;
    this.#end(this.#cancelled);
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
  wait<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const stop = this.#tellWhenOver(reject);
      const settle =
        <Outcome>(end: (outcome: Outcome) => void) =>
        (outcome: Outcome) => {
          stop();
          end(outcome);
        };
      // Whoever handed us the work handed us its failure too, even when it is over already.
      work.then(settle<T>(resolve), settle<Error>(reject));
    });
  }

  /** Disarms the timer and lets go of the parents. Still answers {@link remainingMs} and {@link isOver}. */
  release(): void {
    this.#waiting = undefined;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#leaveIfIdle();
  }

  [Symbol.dispose](): void {
    this.release();
  }

  /** Calls `tell` once it is over, at once if it is. @returns a function that calls that off. */
  #tellWhenOver(tell: Tell): () => void {
    const reason = this.#reason();
    if (reason !== undefined) {
      tell(reason);
      return () => undefined;
    }
    this.#waiting ??= new Set();
    this.#waiting.add(tell);
    this.#join();
    if (this.#stopTimer === undefined && this.at !== Infinity) this.#arm();
    return () => this.#waiting?.delete(tell);
  }

  #arm(): void {
    this.#stopTimer = this.clock.schedule(this.at - this.clock.now(), () => {
      const leftMs = this.at - this.clock.now();
      // A timer may fire a fraction of a millisecond early: nobody must be told what `isOver` denies.
      if (leftMs > 0) this.#arm();
      else this.#end(new DeadlineExceededError(-leftMs));
    });
  }

  #end(reason: AppError): void {
    const [waiting, children] = [this.#waiting, this.#children];
    this.#children = undefined;
    this.release();
    for (const tell of waiting ?? []) tell(reason);
    for (const child of children ?? []) child.#end(reason);
  }

  /** Makes sure that the end of a parent comes here. */
  #join(): void {
    const { parent } = this;
    if (parent === undefined) return;
    parent.#children ??= new Set();
    if (parent.#children.has(this)) return;
    parent.#children.add(this);
    parent.#join();
  }

  /** Lets go of the parent when nobody is left to tell. */
  #leaveIfIdle(): void {
    const { parent } = this;
    if (parent === undefined || this.#waiting !== undefined || (this.#children?.size ?? 0) > 0) return;
    if (parent.#children?.delete(this) === true) parent.#leaveIfIdle();
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
