import { BulkheadRejectedError } from './optimizer.errors.js';

/**
 * Keeps one dependency from taking everybody's resources: at most `capacity` calls at once, the next is refused.
 *
 * @see Michael Nygard, Release It!, on bulkheads
 */
export class Bulkhead {
  #executionSlots: number;

  /** @throws {RangeError} if `capacity` is not a positive integer. */
  constructor(
    readonly name: string,
    readonly capacity: number,
  ) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity must be a positive integer, received ${capacity}`);
    }
    this.#executionSlots = capacity;
  }

  get inFlight(): number {
    return this.capacity - this.#executionSlots;
  }

  /** @throws {BulkheadRejectedError} `BULKHEAD_REJECTED`, if every slot is taken. */
  async execute<T>(work: () => Promise<T>): Promise<T> {
    if (this.#executionSlots === 0) throw new BulkheadRejectedError(this.name, this.capacity);
    this.#executionSlots--;
    try {
      return await work();
    } finally {
      this.#executionSlots++;
    }
  }
}
