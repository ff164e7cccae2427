import type { CancelTimer, Clock } from '../core/index.js';

export interface EventLoopMonitorOptions {
  /** Delay of the event loop from which it counts as stalled, milliseconds. */
  readonly stallMs: number;
}

/** Time between two looks, milliseconds. */
const LOOK_EVERY_MS = 50;
/** How long a stall is remembered, milliseconds. */
const STALL_MEMORY_MS = 500;

/** Notices when the event loop did not turn for a while: everything in the process stood still. */
export class EventLoopMonitor {
  #cancelTimer: CancelTimer | undefined;
  #stalledUntil = -Infinity;
  #hasStarted = true;
  #longestDelayMs = 0;
  /** Told after every look. */
  onSample: (() => void) | undefined;

  constructor(
    private readonly options: EventLoopMonitorOptions,
    private readonly clock: Clock,
  ) {}

  /** It stalled within the last half second. */
  get isStalled(): boolean {
    return this.clock.now() < this.#stalledUntil;
  }

  /** How late the event loop was at most since the last call, milliseconds. */
  takeMaxDelayMs(): number {
    const longestMs = this.#longestDelayMs;
    this.#longestDelayMs = 0;
    return longestMs;
  }

  start(): void {
    // Until the event loop has once turned in time, it is late because the process starts, not because of load.
    this.#hasStarted = false;
    this.#lookLater();
  }

  stop(): void {
    this.#cancelTimer?.();
  }

  /** @param delayMs How late the event loop is. */
  sample(delayMs: number): void {
    this.#longestDelayMs = Math.max(this.#longestDelayMs, delayMs);
    if (delayMs < this.options.stallMs) this.#hasStarted = true;
    else if (this.#hasStarted) this.#stalledUntil = this.clock.now() + STALL_MEMORY_MS;
    this.onSample?.();
  }

  #lookLater(): void {
    const dueAt = this.clock.now() + LOOK_EVERY_MS;
    this.#cancelTimer = this.clock.schedule(LOOK_EVERY_MS, () => {
      this.sample(this.clock.now() - dueAt);
      this.#lookLater();
    });
  }
}
