import type { EventLoopMonitor, PressureMonitor } from '../memory/index.js';

/** Whether this process should get traffic. */
export interface Readiness {
  readonly isReady: boolean;
  /** Why not, for the operator. */
  readonly reason: string | undefined;
}

/** Decides readiness: started, not draining, event loop not stalled, memory not exhausted. */
export class ReadinessState {
  #phase: 'starting' | 'serving' | 'draining' = 'starting';
  readonly #farewell = new AbortController();

  constructor(
    private readonly pressure: PressureMonitor,
    private readonly eventLoop: Pick<EventLoopMonitor, 'isStalled'>,
  ) {}

  get hasStarted(): boolean {
    return this.#phase !== 'starting';
  }

  markServing(): void {
    this.#phase = 'serving';
  }

  /** No new traffic, please; what comes nevertheless is served. */
  markDraining(): void {
    this.#phase = 'draining';
  }

  /** Aborts when the connections are about to be closed: streams that have no end of their own say goodbye. */
  get farewell(): AbortSignal {
    return this.#farewell.signal;
  }

  sayFarewell(): void {
    this.markDraining();
    this.#farewell.abort();
  }

  get current(): Readiness {
    if (this.#phase !== 'serving') return { isReady: false, reason: this.#phase };
    if (this.pressure.actions.isTaken('refusal')) return { isReady: false, reason: 'out of memory soon' };
    if (this.eventLoop.isStalled) return { isReady: false, reason: 'event loop stalled' };
    return { isReady: true, reason: undefined };
  }
}
