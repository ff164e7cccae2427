import type { CancelTimer, Clock } from './clock.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that moves only by {@link advance}; for tests and simulations. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = 0;

  constructor(private readonly epochAtStartMs = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.#now;
  }

  epochMs(): number {
    return this.epochAtStartMs + this.#now;
  }

  schedule(delayMs: number, callback: () => void): CancelTimer {
    const timer = { at: this.#now + Math.max(delayMs, 0), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers that have neither fired nor been cancelled: zero when nothing leaks. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Moves time forward, firing due timers in order and letting promise reactions run between them. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.at <= target).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = due.at;
      due.callback();
      await settleReactions();
    }
    this.#now = target;
    await settleReactions();
  }
}

function settleReactions(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
