import type { CancelTimer, Clock } from '../core/index.js';
import type { GradientLimit, LimitPermit } from '../resilience/index.js';

/** Callbacks of a slot. */
export interface SlotEvents {
  /** Called when the slot is taken or given away. */
  onWorking(isWorking: boolean): void;
  /** @param workMs Work time; undefined if the slot was given away meanwhile. */
  onReleased(workMs: number | undefined): void;
}

/** A slot of a {@link GradientLimit} that is given away while its request waits for another process. */
export class AdmissionSlot {
  readonly #startedAt: number;
  #held: LimitPermit | undefined;
  #wasParked = false;
  #isOver = false;

  constructor(
    private readonly limit: GradientLimit,
    private readonly clock: Clock,
    private readonly parkAfterMs: number,
    /** The wait predicted for it, milliseconds. */
    readonly predictedWaitMs: number,
    private readonly events: SlotEvents,
  ) {
    this.#startedAt = clock.now();
    this.#held = limit.take();
    events.onWorking(true);
  }

  /** Runs `work`, which waits for another process; after a short while the slot is given away meanwhile. */
  async whileWaiting<T>(work: () => Promise<T>): Promise<T> {
    const cancelTimer: CancelTimer = this.clock.schedule(this.parkAfterMs, () => this.#park());
    try {
      return await work();
    } finally {
      cancelTimer();
      this.#resume();
    }
  }

  /** Returns the slot; further calls do nothing. */
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

  /** Resumes at once, even beyond the limit: the answer is due. */
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

/** The slot as its request sees it. */
export type Permit = Pick<AdmissionSlot, 'predictedWaitMs' | 'release' | 'whileWaiting'>;
