import type { EventLoopMonitor, PressureActions } from '../memory/index.js';

/** Whether this process should receive traffic. */
export interface Readiness {
  readonly isReady: boolean;
  readonly reason: string | undefined;
}

/** Decides readiness: started, not draining, event loop not stalled, memory not exhausted. */
export class ReadinessState {
  #phase: 'starting' | 'serving' | 'draining' = 'starting';
  readonly #closing = new AbortController();

  constructor(
    private readonly actions: Pick<PressureActions, 'isActive'>,
    private readonly eventLoop: Pick<EventLoopMonitor, 'isStalled'>,
  ) {}

  get hasStarted(): boolean {
    return this.#phase !== 'starting';
  }

  markServing(): void {
    this.#phase = 'serving';
  }

  /** Requests that still arrive are served. */
  markDraining(): void {
    this.#phase = 'draining';
  }

  /** Aborts before connections are closed, so that streams without an end of their own end properly. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  markClosing(): void {
    this.markDraining();
    this.#closing.abort();
  }

  get current(): Readiness {
    if (this.#phase !== 'serving') return { isReady: false, reason: this.#phase };
    if (this.actions.isActive('refusal')) return { isReady: false, reason: 'out of memory soon' };
    if (this.eventLoop.isStalled) return { isReady: false, reason: 'event loop stalled' };
    return { isReady: true, reason: undefined };
  }
}
