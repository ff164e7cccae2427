import type { AppConfig } from '../config/index.js';
import { every, type CancelTimer, type Clock } from '../core/index.js';

const POLL_INTERVAL_MS = 50;
/** How long a stall is remembered, milliseconds. */
const STALL_MEMORY_MS = 500;

/** Detects stalls of the event loop by how late a timer fires. */
export class EventLoopMonitor {
  #cancelTimer: CancelTimer | undefined;
  #stalledUntil = -Infinity;
  #hasStarted = true;
  #maxDelayMs = 0;
  /** Called after every sample. */
  onSample: (() => void) | undefined;

  constructor(
    private readonly options: AppConfig['eventLoop'],
    private readonly clock: Clock,
  ) {}

  /** Whether it stalled within the last half second. */
  get isStalled(): boolean {
    return this.clock.now() < this.#stalledUntil;
  }

  /** Longest delay since the last call, milliseconds. */
  takeMaxDelayMs(): number {
    const maxDelayMs = this.#maxDelayMs;
    this.#maxDelayMs = 0;
    return maxDelayMs;
  }

  start(): void {
    // Until one timer has fired in time, delays come from the start of the process, not from load.
    this.#hasStarted = false;
    let dueAt = this.clock.now() + POLL_INTERVAL_MS;
    this.#cancelTimer = every(this.clock, POLL_INTERVAL_MS, () => {
      this.sample(this.clock.now() - dueAt);
      dueAt = this.clock.now() + POLL_INTERVAL_MS;
    });
  }

  stop(): void {
    this.#cancelTimer?.();
  }

  /** @param delayMs How late the event loop is. */
  sample(delayMs: number): void {
    this.#maxDelayMs = Math.max(this.#maxDelayMs, delayMs);
    if (delayMs < this.options.stallMs) this.#hasStarted = true;
    else if (this.#hasStarted) this.#stalledUntil = this.clock.now() + STALL_MEMORY_MS;
    this.onSample?.();
  }
}
