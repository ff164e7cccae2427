import { Ewma } from '../resilience/index.js';

/** Weight of the newest sample in a moving average. */
const EWMA_WEIGHT = 0.1;
/** One pause of the machine counts for at most so many times the mean. */
const MAX_STEP = 5;

/** The time of this process that one request has taken so far. */
export interface TimeAccount {
  ms: number;
}

/**
 * Attributes the time of this process, which works on one request at a time, to the request that it works on.
 *
 * It is the time that passes, not CPU: where neighbours take half of the core, work takes twice as long. While requests
 * wait, what happens between two of them (arrivals, rejections, garbage collection) counts as work of the next one; while
 * none waits, the process is idle between them.
 *
 * @remarks O(1), no clock: the caller measures.
 */
export class CoreTime {
  readonly #between: TimeAccount = { ms: 0 };
  #current: TimeAccount | undefined;
  #since = 0;

  /** Work on a request begins or continues. */
  workOn(account: TimeAccount, now: number): void {
    this.#charge(now);
    account.ms += this.#between.ms;
    this.#between.ms = 0;
    this.#current = account;
  }

  /** Work on the current request pauses or ends. */
  pause(now: number, isBacklogged: boolean): void {
    this.#charge(now);
    this.#current = isBacklogged ? this.#between : undefined;
    if (!isBacklogged) this.#between.ms = 0;
  }

  /** What an account has been charged, which begins again at zero. */
  settle(account: TimeAccount, now: number): number {
    this.#charge(now);
    const { ms } = account;
    account.ms = 0;
    return ms;
  }

  #charge(now: number): void {
    if (this.#current !== undefined) this.#current.ms += now - this.#since;
    this.#since = now;
  }
}

/** The mean time of some work, as this process does it at present. */
export class MeanTime {
  readonly #mean: Ewma;

  constructor(initialMs: number) {
    this.#mean = new Ewma(EWMA_WEIGHT, initialMs);
  }

  get ms(): number {
    return this.#mean.value ?? 0;
  }

  observe(ms: number): void {
    this.#mean.observe(Math.min(ms, MAX_STEP * this.ms + 1));
  }
}
