import type { Clock } from '../core/index.js';
import type { EventLoopMonitor, PressureActions } from '../memory/index.js';

/** A replica under pressure leaves its neighbours to answer for so long, milliseconds. */
const MAX_AWAY_MS = 10_000;
/** Then it stays for so long, and rejects what it cannot answer: its neighbours may be no better off. */
const MIN_PRESENT_MS = 60_000;
/** The pressure is over when none has been seen for so long. */
const RELIEVED_MS = 5_000;

/**
 * Decides readiness: started, not draining, event loop not stalled, memory not exhausted.
 *
 * One replica under pressure is better off without requests for a while. When all are, they must not leave all at once:
 * a rejection with `Retry-After` is better than no service, so none is away for more than a sixth of the time.
 */
export class ReadinessState {
  #phase: 'starting' | 'serving' | 'draining' = 'starting';
  readonly #closing = new AbortController();
  /** Monotonic milliseconds. */
  #awaySince: number | undefined;
  #pressedAt = -Infinity;
  #presentUntil = -Infinity;

  constructor(
    private readonly actions: Pick<PressureActions, 'isActive'>,
    private readonly eventLoop: Pick<EventLoopMonitor, 'isStalled'>,
    private readonly clock: Clock,
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
    const pressure = this.#pressure;
    const now = this.clock.now();
    if (pressure === undefined) {
      if (now - this.#pressedAt >= RELIEVED_MS) this.#awaySince = undefined;
      return undefined;
    }
    this.#pressedAt = now;
    if (now < this.#presentUntil) return undefined;
    this.#awaySince ??= now;
    if (now - this.#awaySince < MAX_AWAY_MS) return pressure;
    this.#awaySince = undefined;
    this.#presentUntil = now + MIN_PRESENT_MS;
    return undefined;
  }

  get #pressure(): string | undefined {
    if (this.actions.isActive('refusal')) return 'out of memory soon';
    return this.eventLoop.isStalled ? 'event loop stalled' : undefined;
  }
}
