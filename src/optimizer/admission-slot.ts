import type { CancelTimer, Clock, RequestClass } from '../core/index.js';
import type { GradientLimit, LimitPermit } from '../resilience/index.js';

import type { TimeAccount } from './core-time.js';

/** Callbacks of a slot. */
export interface SlotEvents {
  /** Called when the slot is taken or given away. */
  onWorking(slot: AdmissionSlot, isWorking: boolean): void;
  /** Called when its request begins to wait for something, and when it goes on. */
  onPause(): void;
  onResume(slot: AdmissionSlot): void;
  /** @param isWhole False if the slot was given away meanwhile: then its time is not that of its work. */
  onReleased(slot: AdmissionSlot, isWhole: boolean): void;
}

/** A slot of a {@link GradientLimit} that is given away while its request waits: for another process, or for its turn. */
export class AdmissionSlot {
  /** The time of this process that its request takes. */
  readonly time: TimeAccount = { ms: 0 };
  /** Whether its request has been read, and its class is known. */
  isSettled = false;
  #startedAt: number;
  #held: LimitPermit | undefined;
  #wasParked = false;
  #isOver = false;

  constructor(
    private readonly limit: GradientLimit,
    private readonly clock: Clock,
    private readonly parkAfterMs: number,
    /** The wait predicted for it, milliseconds. */
    readonly predictedWaitMs: number,
    /** The class that it counts for. */
    public requestClass: RequestClass,
    private readonly events: SlotEvents,
  ) {
    this.#startedAt = clock.now();
    this.#held = limit.take();
    events.onWorking(this, true);
  }

  /** Runs `work`, which waits for another process; after a short while the slot is given away meanwhile. */
  async whileWaiting<T>(work: () => Promise<T>): Promise<T> {
    const cancelTimer: CancelTimer = this.clock.schedule(this.parkAfterMs, () => {
      this.#wasParked = true;
      this.pause();
    });
    this.events.onPause();
    try {
      return await work();
    } finally {
      cancelTimer();
      this.#resume();
    }
  }

  /** Gives the slot away until {@link resume}; its time until then is no sample. */
  pause(): void {
    this.#stopWorking((permit) => permit.ignore());
  }

  /** Takes a slot again. */
  resume(): void {
    this.#startedAt = this.clock.now();
    this.#resume();
  }

  /** Returns the slot; further calls do nothing. */
  release(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const workMs = this.clock.now() - this.#startedAt;
    const isWhole = !this.#wasParked && this.#held !== undefined;
    this.events.onReleased(this, isWhole);
    this.#stopWorking((permit) => (isWhole ? permit.success(workMs) : permit.ignore()));
  }

  /** Resumes at once, even beyond the limit: the answer is due. */
  #resume(): void {
    if (this.#isOver) return;
    if (this.#held !== undefined) {
      this.events.onResume(this);
      return;
    }
    this.#held = this.limit.take();
    this.events.onWorking(this, true);
  }

  #stopWorking(end: (permit: LimitPermit) => void): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    end(held);
    this.events.onWorking(this, false);
  }
}

/** The slot as its request sees it. */
export type Permit = Pick<AdmissionSlot, 'predictedWaitMs' | 'release' | 'whileWaiting'>;
