import { EventChannel, type Clock } from '../core/index.js';

/** The requests of the process, as far as background maintenance depends on them; higher modules set them. */
export class Workload {
  /** Answered since the start. */
  requests = 0;
  /** Being answered now. */
  open: () => number = () => 0;
}

/**
 * Drops expired entries, oldest first, until none is left or `isTimeUp`; must not throw.
 *
 * @returns how many.
 */
export type Sweep = (isTimeUp: () => boolean) => number;

/** Published after a sweep that dropped something. */
export const stateSwept = new EventChannel<{ readonly component: string; readonly dropped: number }>(
  'memory:state:swept',
);

/** One slice of sweeping, milliseconds: a request that arrives meanwhile waits no longer. */
const SLICE_MS = 5;
const SWEEP_INTERVAL_MS = 30_000;

/** Drops expired entries of registered components while no request is open, in short slices. */
export class Housekeeping {
  readonly #sweeps = new Map<string, Sweep>();
  #pending: [component: string, sweep: Sweep][] = [];
  #sweptAt: number;
  #dropped = 0;

  constructor(
    private readonly workload: Pick<Workload, 'open'>,
    private readonly clock: Clock,
  ) {
    this.#sweptAt = clock.now();
  }

  register(component: string, sweep: Sweep): void {
    this.#sweeps.set(component, sweep);
  }

  /** Entries dropped since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Runs one slice of the sweeps that are due; to be called regularly. */
  sample(): void {
    if (this.workload.open() > 0) return;
    const now = this.clock.now();
    if (this.#pending.length === 0) {
      if (now - this.#sweptAt < SWEEP_INTERVAL_MS) return;
      this.#sweptAt = now;
      this.#pending = [...this.#sweeps];
    }
    const isTimeUp = () => this.clock.now() >= now + SLICE_MS;
    while (!isTimeUp()) {
      const [component, sweep] = this.#pending.shift() ?? [];
      if (component === undefined || sweep === undefined) return;
      const dropped = sweep(isTimeUp);
      this.#dropped += dropped;
      if (dropped > 0) stateSwept.publish({ component, dropped });
    }
  }
}
