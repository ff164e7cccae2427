import type { CancelTimer, Clock } from '../core/index.js';

import type { GradientLimit, LimitPermit } from '../resilience/index.js';

/** The right to work on one request. */
export interface Permit {
  /** What the wait for it was expected to take, milliseconds. */
  readonly predictedWaitMs: number;
  /**
   * Runs `work`, which waits for others. After a short while the slot goes to somebody else: what waits for a server
   * needs nothing of this process.
   */
  whileWaiting<T>(work: () => Promise<T>): Promise<T>;
  /** Gives the slot back; calling it again does nothing. */
  release(): void;
}

/** What the owner of a slot wants to know. */
export interface SlotEvents {
  /** Whether a slot is worked in changes. */
  onWorking(isWorking: boolean): void;
  /** @param workMs How long it was worked; undefined when it was given away meanwhile. */
  onReleased(workMs: number | undefined): void;
}

/** A slot of a {@link GradientLimit} that is given away while its holder waits for others. */
export class AdmissionSlot implements Permit {
  readonly #startedAt: number;
  #held: LimitPermit | undefined;
  #wasParked = false;
  #isOver = false;

  constructor(
    private readonly limit: GradientLimit,
    private readonly clock: Clock,
    private readonly parkAfterMs: number,
    readonly predictedWaitMs: number,
    private readonly events: SlotEvents,
  ) {
    this.#startedAt = clock.now();
    this.#held = limit.take();
    events.onWorking(true);
  }

  async whileWaiting<T>(work: () => Promise<T>): Promise<T> {
    const cancelTimer: CancelTimer = this.clock.schedule(this.parkAfterMs, () => this.#park());
    try {
      return await work();
    } finally {
      cancelTimer();
      this.#resume();
    }
  }

  release(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#wasParked) {
      this.#stopWorking((permit) => permit.ignore());
      this.events.onReleased(undefined);
      return;
    }
    const workMs = this.clock.now() - this.#startedAt;
    this.#stopWorking((permit) => permit.success(workMs));
    this.events.onReleased(workMs);
  }

  #park(): void {
    this.#wasParked = true;
    this.#stopWorking((permit) => permit.ignore());
  }

  /** Back to work at once, over the limit if need be: the answer is due. */
  #resume(): void {
    if (this.#held !== undefined || this.#isOver) return;
    this.#held = this.limit.take();
    this.events.onWorking(true);
  }

  #stopWorking(end: (permit: LimitPermit) => void): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    end(held);
    this.events.onWorking(false);
  }
}
