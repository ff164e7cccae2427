import type { EventLoopMonitor, PressureActions } from '../memory/index.js';

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

  /** Why this process should not receive traffic; undefined when it is ready. */
  get notReadyReason(): string | undefined {
    if (this.#phase !== 'serving') return this.#phase;
    if (this.actions.isActive('refusal')) return 'out of memory soon';
    return this.eventLoop.isStalled ? 'event loop stalled' : undefined;
  }
}
