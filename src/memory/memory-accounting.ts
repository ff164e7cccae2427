/** What a component holds in memory. */
export interface MemoryUsage {
  readonly count: number;
  /** Of all entries together, estimated. */
  readonly bytes: number;
  /** Upper bound of `bytes`; undefined where there is none. */
  readonly maxBytes?: number | undefined;
}

/** How reusable objects, such as sessions, are used. */
export interface PoolUse {
  /** Created since the start. */
  readonly made: number;
  /** Uses since the start. */
  readonly uses: number;
  readonly available: number;
  readonly borrowed: number;
}

export interface ComponentReport extends MemoryUsage {
  readonly component: string;
}

export interface PoolReport extends PoolUse {
  readonly pool: string;
  /** Share of the uses that created nothing, 0–1; null before the first. */
  readonly reuseRatio: number | null;
}

/** The components that hold memory for long and the pools, by names from a closed set. */
export class MemoryAccounting {
  readonly #components = new Map<string, () => MemoryUsage>();
  readonly #pools = new Map<string, () => PoolUse>();

  /** @param read Must be quick and must not throw. */
  register(component: string, read: () => MemoryUsage): void {
    this.#components.set(component, read);
  }

  /** Registers a component whose entries are of about the same size. */
  registerCounted(component: string, bytesEach: number, maxCount: number, count: () => number): void {
    this.register(component, () => ({
      count: count(),
      bytes: count() * bytesEach,
      maxBytes: maxCount * bytesEach,
    }));
  }

  /** @param read Must be quick and must not throw. */
  registerPool(pool: string, read: () => PoolUse): void {
    this.#pools.set(pool, read);
  }

  get components(): ComponentReport[] {
    return [...this.#components].map(([component, read]) => ({ component, ...read() }));
  }

  get pools(): PoolReport[] {
    return [...this.#pools].map(([pool, read]) => {
      const use = read();
      return { pool, ...use, reuseRatio: use.uses === 0 ? null : Math.max(0, 1 - use.made / use.uses) };
    });
  }
}
