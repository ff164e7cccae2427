import type { ModelsConfig } from '../../config/index.js';
import type { Clock } from '../../core/index.js';
import { PeakEwma, type Candidate } from '../../resilience/index.js';

export interface EndpointOptions {
  /** Name in metrics, for example `claude/0`. */
  readonly name: string;
  readonly weight: number;
  readonly capacity: number;
  /** The first ejection; consecutive ones double up to ten times its duration. */
  readonly ejection: ModelsConfig['ejection'];
}

/** `coolingDown` was requested by the provider; `ejected` follows failures. */
export type EndpointState = 'up' | 'coolingDown' | 'ejected' | 'probing';

/** Outcome of a call, as far as it is a sign of the endpoint's health. */
export type CallVerdict =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly reason?: string }
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  | { readonly kind: 'abandoned' };

/** What a report says about an endpoint. */
export interface EndpointReport {
  readonly endpoint: string;
  readonly state: EndpointState;
  readonly inFlight: number;
  readonly capacity: number;
  readonly calls: number;
  readonly failed: number;
  readonly latencyMs: number | null;
  readonly lastFailure: { readonly at: number; readonly reason: string } | null;
}

/** Upper bound of an ejection, in first ejections. */
const MAX_EJECTION_FACTOR = 10;
/** Share of its weight with which a recovered endpoint starts. */
const MIN_SLOW_START_FACTOR = 0.1;
/** A provider that asks for more rest is probed after this, milliseconds. */
const MAX_COOL_DOWN_MS = 60_000;
/** Decay time of the latency, milliseconds. */
const LATENCY_DECAY_MS = 15_000;
/** Latency assumed for a further call while the first is still in flight, milliseconds. */
const UNKNOWN_LATENCY_MS = 60_000;

/**
 * One address where a model is served, with its load, latency and health, shared by the managers of all personas on it.
 *
 * After failures in a row, or when its provider asks for a long rest, it is ejected, then probed by a single call, then
 * started slowly.
 */
export class Endpoint implements Candidate {
  readonly #latency: PeakEwma;
  #inFlight = 0;
  #failures = 0;
  #ejections = 0;
  #ejectedUntil: number | undefined;
  #coolingDownUntil = -Infinity;
  #isProbing = false;
  #recoveredAt = -Infinity;
  #calls = 0;
  #failed = 0;
  #lastFailure: EndpointReport['lastFailure'] = null;

  constructor(
    private readonly options: EndpointOptions,
    private readonly clock: Clock,
    private readonly onChange: (state: EndpointState) => void = () => undefined,
  ) {
    this.#latency = new PeakEwma(clock, LATENCY_DECAY_MS);
  }

  get state(): EndpointState {
    if (this.#isProbing) return 'probing';
    if (this.#ejectedUntil !== undefined) return 'ejected';
    return this.clock.now() < this.#coolingDownUntil ? 'coolingDown' : 'up';
  }

  get report(): EndpointReport {
    const { capacity, name } = this.options;
    const { ms } = this.#latency;
    return {
      endpoint: name,
      state: this.state,
      inFlight: this.#inFlight,
      capacity,
      calls: this.#calls,
      failed: this.#failed,
      latencyMs: ms === 0 ? null : ms,
      lastFailure: this.#lastFailure,
    };
  }

  /** Whether a call may start, its capacity aside. */
  get admits(): boolean {
    return this.state === 'up' || this.isProbeDue;
  }

  get isFull(): boolean {
    return this.#inFlight >= this.options.capacity;
  }

  get isProbeDue(): boolean {
    return !this.#isProbing && this.#ejectedUntil !== undefined && this.unavailableMs === 0;
  }

  /** Milliseconds until it may be called again; zero if it may be now. */
  get unavailableMs(): number {
    return Math.max(0, Math.max(this.#coolingDownUntil, this.#ejectedUntil ?? 0) - this.clock.now());
  }

  /** Share of its weight after a recovery, 0.1 to 1. */
  get slowStartFactor(): number {
    const { slowStartMs } = this.options.ejection;
    const sinceMs = this.clock.now() - this.#recoveredAt;
    return sinceMs >= slowStartMs ? 1 : Math.max(MIN_SLOW_START_FACTOR, sinceMs / slowStartMs);
  }

  /** Expected wait of one more call, milliseconds by weight. */
  get cost(): number {
    const { ms } = this.#latency;
    const latencyMs = ms === 0 && this.#inFlight > 0 ? UNKNOWN_LATENCY_MS : ms;
    return ((this.#inFlight + 1) * latencyMs) / (this.options.weight * this.slowStartFactor);
  }

  /** Starts a call, as the probe if one is due. @returns its end, to be called once. */
  begin(): (verdict: CallVerdict) => void {
    const startedAt = this.clock.now();
    const isProbe = this.isProbeDue;
    this.#inFlight += 1;
    this.#calls += 1;
    if (isProbe) {
      this.#isProbing = true;
      this.onChange(this.state);
    }
    return (verdict) => {
      this.#inFlight -= 1;
      if (isProbe) this.#isProbing = false;
      if (verdict.kind === 'failed' || verdict.kind === 'busy') this.#noteFailure(verdict);
      if (verdict.kind === 'succeeded') {
        this.#latency.observe(this.clock.now() - startedAt);
        this.#recover();
      } else if (verdict.kind === 'failed') {
        this.#fail(isProbe);
      } else if (verdict.kind === 'busy') {
        this.#rest(verdict.retryAfterMs);
      }
    };
  }

  #noteFailure(verdict: CallVerdict): void {
    const reason = verdict.kind === 'failed' ? (verdict.reason ?? 'it did not answer in time') : 'the provider is busy';
    this.#failed += 1;
    this.#lastFailure = { at: this.clock.epochMs(), reason };
  }

  #recover(): void {
    this.#failures = 0;
    this.#ejections = 0;
    if (this.#ejectedUntil === undefined) return;
    this.#ejectedUntil = undefined;
    this.#isProbing = false;
    this.#recoveredAt = this.clock.now();
    this.onChange(this.state);
  }

  #rest(retryAfterMs: number): void {
    const until = this.clock.now() + Math.min(retryAfterMs, MAX_COOL_DOWN_MS);
    this.#coolingDownUntil = Math.max(this.#coolingDownUntil, until);
    if (retryAfterMs <= MAX_COOL_DOWN_MS || this.#ejectedUntil !== undefined) return;
    this.#ejectedUntil = until;
    this.onChange(this.state);
  }

  #fail(isProbe: boolean): void {
    const { consecutiveFailures, durationMs } = this.options.ejection;
    this.#failures += 1;
    if (!isProbe && (this.#ejectedUntil !== undefined || this.#failures < consecutiveFailures)) return;
    this.#ejections += 1;
    const factor = Math.min(MAX_EJECTION_FACTOR, 2 ** (this.#ejections - 1));
    this.#ejectedUntil = this.clock.now() + durationMs * factor;
    this.onChange(this.state);
  }
}
