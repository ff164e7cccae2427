import type { CancelTimer, Clock } from '../../core/index.js';
import type { Performance, PerformanceMonitor } from '../../monitoring/index.js';

/** Time between two reports, milliseconds. */
const EVERY_MS = 1_000;

type Watcher = (report: Performance) => void;

/** The performance report again and again while somebody watches: however many do, one is made at a time. */
export class PerformanceFeed {
  readonly #watchers = new Set<Watcher>();
  #latest: Performance | undefined;
  #stop: CancelTimer | undefined;

  constructor(
    private readonly monitor: Pick<PerformanceMonitor, 'report'>,
    private readonly clock: Clock,
  ) {}

  /** Calls `watcher` with the report of now, then with each new one, until the returned function is called. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    if (this.#latest === undefined) this.#tell();
    else watcher(this.#latest);
    return () => {
      if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
      this.#stop?.();
      this.#latest = undefined;
    };
  }

  #tell(): void {
    this.#latest = this.monitor.report();
    this.#stop = this.clock.schedule(EVERY_MS, () => this.#tell());
    for (const watcher of this.#watchers) watcher(this.#latest);
  }
}
