import type { Clock } from './clock.js';
import type { Stage, StageName } from './receipt.js';

/** Records the stages of one request against the moment it arrived. */
export class RequestTimeline {
  readonly #stages: Stage[] = [];

  constructor(
    private readonly clock: Clock,
    /** Monotonic milliseconds of the arrival. */
    readonly arrivedAt: number,
    /** Called when a stage begins. */
    private readonly onStage?: (name: StageName) => void,
  ) {}

  /** Milliseconds since the arrival. */
  get elapsedMs(): number {
    return this.clock.now() - this.arrivedAt;
  }

  /** Runs a synchronous step and records how long it took, also when it throws. */
  measure<T>(name: StageName, step: () => T): T {
    const started = this.#begin(name);
    try {
      return step();
    } finally {
      this.#record(name, started);
    }
  }

  /** Runs an asynchronous step and records how long it took, also when it rejects. */
  async measureAsync<T>(name: StageName, step: () => Promise<T>): Promise<T> {
    const started = this.#begin(name);
    try {
      return await step();
    } finally {
      this.#record(name, started);
    }
  }

  /** The stages so far, in the order they ended. */
  get stages(): Stage[] {
    return [...this.#stages];
  }

  #begin(name: StageName): number {
    this.onStage?.(name);
    return this.clock.now();
  }

  #record(name: StageName, started: number): void {
    this.#stages.push({
      name,
      startMs: roundToMicroseconds(started - this.arrivedAt),
      durationMs: roundToMicroseconds(this.clock.now() - started),
    });
  }
}

/** Milliseconds as receipts show them: to the microsecond. */
export function roundToMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
