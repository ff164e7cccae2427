import type { Clock } from '../core/index.js';

/** What is tuned: the pool of `pg`, whose `max` may change while it is used. */
export interface TunablePool {
  readonly waitingCount: number;
  readonly idleCount: number;
  readonly totalCount: number;
  readonly options: { max: number };
}

export interface PoolTunerOptions {
  readonly minConnections: number;
  readonly maxConnections: number;
}

const LOOK_MS = 250;
/** A connection is given up only after so many looks at which one was idle: five seconds. */
const LOOKS_BEFORE_SHRINKING = 20;

/**
 * Keeps a connection pool as small as it can be: one connection more whenever somebody waits for one, one less when
 * one has been idle for a while.
 *
 * @remarks Every connection is a process of the server: more than it has cores only make each other slow.
 */
export class PoolTuner {
  #cancelLook: (() => void) | undefined;
  #idleLooks = 0;

  constructor(
    private readonly options: PoolTunerOptions,
    private readonly pool: TunablePool,
    private readonly clock: Clock,
  ) {
    pool.options.max = options.minConnections;
  }

  start(): void {
    this.#cancelLook = this.clock.schedule(LOOK_MS, () => {
      this.look();
      this.start();
    });
  }

  stop(): void {
    this.#cancelLook?.();
    this.#cancelLook = undefined;
  }

  /** One step, up or down, or none. */
  look(): void {
    const { options, idleCount, totalCount, waitingCount } = this.pool;
    const { minConnections, maxConnections } = this.options;
    if (waitingCount > 0) {
      this.#idleLooks = 0;
      options.max = Math.min(maxConnections, options.max + 1);
      return;
    }
    this.#idleLooks = idleCount > 0 || totalCount < options.max ? this.#idleLooks + 1 : 0;
    if (this.#idleLooks < LOOKS_BEFORE_SHRINKING) return;
    this.#idleLooks = 0;
    options.max = Math.max(minConnections, options.max - 1);
  }
}
