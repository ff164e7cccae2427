/** What somebody holds in memory. */
export interface MemoryUsage {
  readonly count: number;
  /** Of all of it together, about. */
  readonly bytes: number;
  /** What it may grow to; undefined where nothing bounds it. */
  readonly maxBytes?: number | undefined;
}

/** What is made once and used often. */
export interface PoolUse {
  /** Made since the start. */
  readonly made: number;
  /** Times one was used since the start. */
  readonly uses: number;
  /** Not in use now. */
  readonly available: number;
  /** In use now. */
  readonly borrowed: number;
}

export interface ComponentReport extends MemoryUsage {
  readonly owner: string;
}

export interface PoolReport extends PoolUse {
  readonly pool: string;
  /** Share of the uses for which nothing had to be made, 0–1; null before the first. */
  readonly reuseRatio: number | null;
}

/** Those who hold memory for long, each under a name of its own from a closed set, with what they hold. */
export class MemoryAccounting {
  readonly #holdings = new Map<string, () => MemoryUsage>();
  readonly #pools = new Map<string, () => PoolUse>();

  /** @param read Must be quick and must not throw. */
  registerComponent(owner: string, read: () => MemoryUsage): void {
    this.#holdings.set(owner, read);
  }

  /** @param read Must be quick and must not throw. */
  registerPool(pool: string, read: () => PoolUse): void {
    this.#pools.set(pool, read);
  }

  get components(): ComponentReport[] {
    return [...this.#holdings].map(([owner, read]) => ({ owner, ...read() }));
  }

  get pools(): PoolReport[] {
    return [...this.#pools].map(([pool, read]) => {
      const use = read();
      return { pool, ...use, reuseRatio: use.uses === 0 ? null : Math.max(0, 1 - use.made / use.uses) };
    });
  }
}
