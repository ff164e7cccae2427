import type { Clock, Deadline, RequestClass } from '../common/index.js';

import { OverloadedError } from './optimizer.errors.js';

export interface AdmissionOptions {
  /** Requests worked on at once. */
  readonly capacity: number;
  /** Of these, slots that only class `critical` may take. */
  readonly criticalReserve: number;
  /** Requests that may wait for a slot. */
  readonly queueCapacity: number;
}

/** The right to work on one request. */
export interface Permit {
  /** Gives the slot back; calling it again does nothing. */
  release(): void;
}

/** How full admission is. */
export interface AdmissionState {
  readonly inFlight: number;
  readonly queued: number;
  readonly capacity: number;
  readonly shedTotal: number;
}

interface Waiter {
  readonly isCritical: boolean;
  readonly grant: (permit: Permit) => void;
}

/** Weight of the newest sample in the moving average of service times. */
const EWMA_WEIGHT = 0.1;

/**
 * Decides who may start: a bounded number at once, some of it kept for class `critical`, a bounded queue behind it.
 *
 * @remarks O(1) for an admitted request. Nobody waits past its deadline, and a full queue refuses at once.
 */
export class Admission {
  readonly #waiters: Waiter[] = [];
  #inFlight = 0;
  #shedTotal = 0;
  #serviceMs = 50;

  constructor(
    private readonly options: AdmissionOptions,
    private readonly clock: Clock,
  ) {}

  get state(): AdmissionState {
    return {
      inFlight: this.#inFlight,
      queued: this.#waiters.length,
      capacity: this.options.capacity,
      shedTotal: this.#shedTotal,
    };
  }

  /** Whether a request of that class would get a slot, or a place in the queue, right now. */
  wouldAdmit(requestClass: RequestClass): boolean {
    return this.#hasRoomFor(requestClass === 'critical') || this.#waiters.length < this.options.queueCapacity;
  }

  /**
   * A slot, at once or as soon as one is free.
   *
   * @throws {OverloadedError} `OVERLOADED`, if the queue is full or the deadline passes in it.
   */
  async acquire(requestClass: RequestClass, deadline: Deadline): Promise<Permit> {
    const isCritical = requestClass === 'critical';
    if (this.#hasRoomFor(isCritical)) return this.#take();
    if (this.#waiters.length >= this.options.queueCapacity || deadline.isOver) throw this.#shed();

    const waiting = Promise.withResolvers<Permit>();
    const waiter: Waiter = { isCritical, grant: waiting.resolve };
    this.#enqueue(waiter);
    try {
      return await deadline.wait(waiting.promise);
    } catch (error) {
      const position = this.#waiters.indexOf(waiter);
      if (position >= 0) {
        this.#waiters.splice(position, 1);
        throw this.#shed(error);
      }
      // The slot was granted in the same turn in which the deadline passed: hand it on.
      (await waiting.promise).release();
      throw this.#shed(error);
    }
  }

  #hasRoomFor(isCritical: boolean): boolean {
    const { capacity, criticalReserve } = this.options;
    return this.#inFlight < (isCritical ? capacity : capacity - criticalReserve);
  }

  #take(): Permit {
    this.#inFlight++;
    const started = this.clock.now();
    let isHeld = true;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#inFlight--;
        this.#serviceMs += EWMA_WEIGHT * (this.clock.now() - started - this.#serviceMs);
        this.#grantNext();
      },
    };
  }

  /** Critical requests queue in front of all others, each group in order of arrival. */
  #enqueue(waiter: Waiter): void {
    const position = waiter.isCritical ? this.#waiters.findIndex((other) => !other.isCritical) : -1;
    if (position < 0) this.#waiters.push(waiter);
    else this.#waiters.splice(position, 0, waiter);
  }

  #grantNext(): void {
    const next = this.#waiters[0];
    if (next === undefined || !this.#hasRoomFor(next.isCritical)) return;
    this.#waiters.shift();
    next.grant(this.#take());
  }

  #shed(cause?: unknown): OverloadedError {
    this.#shedTotal++;
    const drainMs = (this.#serviceMs * (this.#waiters.length + 1)) / this.options.capacity;
    const error = new OverloadedError(Math.ceil(Math.max(drainMs, this.#serviceMs)));
    if (cause !== undefined) error.cause = cause;
    return error;
  }
}
