import type { CancelTimer, Clock } from '../common/index.js';
import type { PressureMonitor } from '../memory/index.js';

import type { Admission } from './admission.js';

export interface PressureFeedOptions {
  /** Delay of the event loop from which patient classes are shed, milliseconds. */
  readonly stallMs: number;
  /** Used share of memory from which every class is, in (0, 1). */
  readonly refuseRatio: number;
}

/** Time between two looks, milliseconds. */
const LOOK_EVERY_MS = 50;
/** How long a stall is remembered, milliseconds. */
const STALL_MEMORY_MS = 500;

/** Tells admission when memory or the event loop is hard pressed. */
export class PressureFeed {
  #cancelTimer: CancelTimer | undefined;
  #stalledUntil = -Infinity;
  #hasStarted = true;

  constructor(
    private readonly options: PressureFeedOptions,
    private readonly admission: Admission,
    private readonly monitor: PressureMonitor,
    private readonly clock: Clock,
  ) {}

  start(): void {
    // Until the event loop has once turned in time, it is late because the process starts, not because of load.
    this.#hasStarted = false;
    this.#lookLater();
  }

  stop(): void {
    this.#cancelTimer?.();
  }

  #lookLater(): void {
    const dueAt = this.clock.now() + LOOK_EVERY_MS;
    this.#cancelTimer = this.clock.schedule(LOOK_EVERY_MS, () => {
      this.look(this.clock.now() - dueAt);
      this.#lookLater();
    });
  }

  /** @param delayMs How late the event loop is. */
  look(delayMs: number): void {
    const { refuseRatio, stallMs } = this.options;
    const now = this.clock.now();
    if (delayMs < stallMs) this.#hasStarted = true;
    else if (this.#hasStarted) this.#stalledUntil = now + STALL_MEMORY_MS;
    const { level, usedRatio } = this.monitor.pressure;
    if (usedRatio >= refuseRatio) this.admission.setPressure('extreme');
    else this.admission.setPressure(level === 'critical' || now < this.#stalledUntil ? 'high' : 'none');
  }
}
