/** Stops a scheduled callback; harmless after it ran. */
export type CancelTimer = () => void;

/** Time, injected so that tests can advance it. */
export interface Clock {
  /** Monotonic milliseconds with sub-millisecond resolution; unaffected by changes of the wall clock. */
  now(): number;
  /** Wall-clock milliseconds since the Unix epoch, for stamps only; never for durations. */
  epochMs(): number;
  /** Runs `callback` once after `delayMs`; does not keep the process alive. */
  schedule(delayMs: number, callback: () => void): CancelTimer;
}

/** `setTimeout` fires at once for longer delays than this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export class SystemClock implements Clock {
  now(): number {
    return performance.now();
  }

  epochMs(): number {
    return Date.now();
  }

  schedule(delayMs: number, callback: () => void): CancelTimer {
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), MAX_TIMER_MS));
    timer.unref();
    return () => clearTimeout(timer);
  }
}
