import type { Clock } from '../../core/index.js';

import type { EndpointHealth } from './endpoint-health.js';
import { PeakEwma } from '../../resilience/index.js';

export interface EndpointOptions {
  /** Name in metrics, for example `claude/0`. */
  readonly name: string;
  /** Share of the calls against other endpoints, above 0. */
  readonly weight: number;
  /** Calls in flight at once. */
  readonly capacity: number;
}

/** Time after which an old latency hardly counts, milliseconds. */
const LATENCY_DECAY_MS = 15_000;
/** Cost of a second call while the first has told nothing yet, milliseconds. */
const UNKNOWN_MS = 60_000;

/** How a call on an endpoint ended, as far as that says something about the endpoint. */
export type CallVerdict =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'abandoned' };

/** One address where a model is served, with its load, latency and health; every manager on it sees the same ones. */
export class Endpoint {
  readonly #latency: PeakEwma;
  #inFlight = 0;

  constructor(
    readonly options: EndpointOptions,
    readonly health: EndpointHealth,
    private readonly clock: Clock,
  ) {
    this.#latency = new PeakEwma(clock, LATENCY_DECAY_MS);
  }

  get isFull(): boolean {
    return this.#inFlight >= this.options.capacity;
  }

  /** What one more call would wait for, in milliseconds by weight. */
  get cost(): number {
    const { ms } = this.#latency;
    const each = ms === 0 && this.#inFlight > 0 ? UNKNOWN_MS : ms;
    return ((this.#inFlight + 1) * each) / (this.options.weight * this.health.warmth);
  }

  /** Begins a call. @returns what has to be told when it ends, once. */
  begin(): (verdict: CallVerdict) => void {
    const startedAt = this.clock.now();
    this.#inFlight += 1;
    const isProbe = this.health.begin();
    return (verdict) => {
      this.#inFlight -= 1;
      if (verdict.kind === 'succeeded') {
        this.#latency.observe(this.clock.now() - startedAt);
        this.health.succeeded();
      } else if (verdict.kind === 'busy') {
        this.health.rest(verdict.retryAfterMs, isProbe);
      } else if (verdict.kind === 'failed') {
        this.health.failed(isProbe);
      } else {
        this.health.abandoned(isProbe);
      }
    };
  }
}
