import { AppError } from './app-error.js';
import type { CancelTimer, Clock } from './clock.js';

/** The deadline passed before the work was done. */
export class DeadlineExceededError extends AppError {
  readonly code = 'DEADLINE_EXCEEDED';

  constructor(readonly overdueMs: number) {
    super(`the deadline passed ${Math.max(0, Math.round(overdueMs))} ms ago`);
  }
}

/** Work was cancelled before its deadline, for example because its caller disconnected. */
export class CancelledError extends AppError {
  readonly code = 'CANCELLED';

  constructor(readonly reason: string) {
    super(`cancelled: ${reason}`);
  }
}

/** The caller disconnected: no evidence about the dependency that did the work. */
export class CallerGoneError extends CancelledError {
  constructor() {
    super('the caller went away');
  }
}

type Listener = (reason: AppError) => void;

/**
 * One absolute, monotonic point in time by which work must end, made at arrival and passed down.
 *
 * Children are derived by arithmetic and never outlive their parent: they end at the earlier of the two times, and
 * canceling a parent cancels its children. A timer exists only while something waits, and an `AbortController` only
 * once {@link signal} is read, because most steps only need the time that is left.
 *
 * @remarks Call {@link release} (or use `using`) when the work is over, so that an armed timer does not outlive it.
 */
export class Deadline implements Disposable {
  #controller: AbortController | undefined;
  #stopTimer: CancelTimer | undefined;
  #cancelled: CancelledError | undefined;
  /** Called when it is over. */
  #listeners: Set<Listener> | undefined;
  /** Those that have listeners, or descendants with listeners. */
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

  /** A deadline `reserveMs` before this one, which reserves that time for what follows. */
  before(reserveMs: number): Deadline {
    return new Deadline(this.clock, this.at - reserveMs, this);
  }

  /** Aborts at the deadline, or when this or a parent is cancelled. The reason is the matching `AppError`. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      this.#onOver((reason) => controller.abort(reason));
    }
    return this.#controller.signal;
  }

  /** Ends the work now; children and {@link signal} follow. */
  cancel(reason: string | CancelledError): void {
    if (this.#cancelled !== undefined) return;
    this.#cancelled = typeof reason === 'string' ? new CancelledError(reason) : reason;
    this.#end(this.#cancelled);
  }

  /** @throws {DeadlineExceededError | CancelledError} if the work must not continue. */
  throwIfOver(): void {
    const reason = this.#reason();
    if (reason !== undefined) throw reason;
  }

  /**
   * Waits for `work`, but no longer than this deadline; `work` itself continues.
   *
   * @throws {DeadlineExceededError} `DEADLINE_EXCEEDED`, if the deadline passes first.
   * @throws {CancelledError} `CANCELLED`, if this deadline or a parent is cancelled first.
   */
  wait<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const stop = this.#onOver(reject);
      const settle =
        <Outcome>(end: (outcome: Outcome) => void) =>
        (outcome: Outcome) => {
          stop();
          end(outcome);
        };
      // Also when the deadline is over already: a failure of the work must not become an unhandled rejection.
      work.then(settle<T>(resolve), settle<Error>(reject));
    });
  }

  /** Disarms the timer and unregisters from the parents; {@link remainingMs} and {@link isOver} still work. */
  release(): void {
    this.#listeners = undefined;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#detachIfIdle();
  }

  [Symbol.dispose](): void {
    this.release();
  }

  /** Calls `listener` once it is over, at once if it is. @returns a function that removes the listener. */
  #onOver(listener: Listener): () => void {
    const reason = this.#reason();
    if (reason !== undefined) {
      listener(reason);
      return () => undefined;
    }
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
    this.#attach();
    if (this.#stopTimer === undefined && this.at !== Infinity) this.#arm();
    return () => this.#listeners?.delete(listener);
  }

  #arm(): void {
    this.#stopTimer = this.clock.schedule(this.at - this.clock.now(), () => {
      const leftMs = this.at - this.clock.now();
      // A timer may fire a fraction of a millisecond early, while `isOver` is still false.
      if (leftMs > 0) this.#arm();
      else this.#end(new DeadlineExceededError(-leftMs));
    });
  }

  #end(reason: AppError): void {
    const [listeners, children] = [this.#listeners, this.#children];
    this.#children = undefined;
    this.release();
    for (const listener of listeners ?? []) listener(reason);
    for (const child of children ?? []) child.#end(reason);
  }

  /** Registers with the parents, so that their end ends this one. */
  #attach(): void {
    const { parent } = this;
    if (parent === undefined) return;
    parent.#children ??= new Set();
    if (parent.#children.has(this)) return;
    parent.#children.add(this);
    parent.#attach();
  }

  /** Unregisters from the parents when no listener is left. */
  #detachIfIdle(): void {
    const { parent } = this;
    if (parent === undefined || this.#listeners !== undefined || (this.#children?.size ?? 0) > 0) return;
    if (parent.#children?.delete(this) === true) parent.#detachIfIdle();
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
