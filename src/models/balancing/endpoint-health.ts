import type { Clock } from '../../core/index.js';

export interface EndpointHealthOptions {
  /** Failures in a row that eject. */
  readonly consecutiveFailures: number;
  /** First ejection, milliseconds; each further one in a row is longer. */
  readonly durationMs: number;
  /** Time to full share after an ejection, milliseconds. */
  readonly slowStartMs: number;
}

/** `resting` is what the provider asked for; `ejected` is what its failures earned. */
export type EndpointState = 'up' | 'resting' | 'ejected' | 'probing';

/** An ejection lasts at most this many times the first one. */
const MAX_EJECTION = 10;
/** Share of its weight with which a recovered endpoint begins. */
const COLDEST = 0.1;

/** Whether an endpoint may be called: ejected after failures in a row, probed by one call, then warmed up slowly. */
export class EndpointHealth {
  #failures = 0;
  #ejections = 0;
  #ejectedUntil: number | undefined;
  #restsUntil = -Infinity;
  #isProbing = false;
  #recoveredAt = -Infinity;

  constructor(
    private readonly options: EndpointHealthOptions,
    private readonly clock: Clock,
    private readonly onChange: (state: EndpointState) => void = () => undefined,
  ) {}

  get state(): EndpointState {
    if (this.#isProbing) return 'probing';
    if (this.#ejectedUntil !== undefined) return 'ejected';
    return this.clock.now() < this.#restsUntil ? 'resting' : 'up';
  }

  /** Whether a call may begin. */
  get admits(): boolean {
    return this.state === 'up' || this.isProbeDue;
  }

  /** Whether the next call should be its probe. */
  get isProbeDue(): boolean {
    const now = this.clock.now();
    return !this.#isProbing && this.#ejectedUntil !== undefined && now >= this.#ejectedUntil && now >= this.#restsUntil;
  }

  /** Share of its weight, 0.1 to 1. */
  get warmth(): number {
    const { slowStartMs } = this.options;
    const sinceMs = this.clock.now() - this.#recoveredAt;
    return sinceMs >= slowStartMs ? 1 : Math.max(COLDEST, sinceMs / slowStartMs);
  }

  /** Milliseconds until it wants to be called again, zero when it may be. */
  get restMs(): number {
    return Math.max(0, Math.max(this.#restsUntil, this.#ejectedUntil ?? 0) - this.clock.now());
  }

  /** A call begins. @returns whether it is the probe of an ejected endpoint, to be told again when it ends. */
  begin(): boolean {
    if (!this.isProbeDue) return false;
    this.#isProbing = true;
    this.onChange(this.state);
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#ejections = 0;
    if (this.#ejectedUntil === undefined) return;
    this.#ejectedUntil = undefined;
    this.#isProbing = false;
    this.#recoveredAt = this.clock.now();
    this.onChange(this.state);
  }

  failed(isProbe: boolean): void {
    this.#failures += 1;
    if (!isProbe && (this.#ejectedUntil !== undefined || this.#failures < this.options.consecutiveFailures)) return;
    if (isProbe) this.#isProbing = false;
    this.#ejections += 1;
    const factor = Math.min(MAX_EJECTION, 2 ** (this.#ejections - 1));
    this.#ejectedUntil = this.clock.now() + this.options.durationMs * factor;
    this.onChange(this.state);
  }

  /** A call ended without saying anything about the endpoint. */
  abandoned(isProbe: boolean): void {
    if (isProbe) this.#isProbing = false;
  }

  /** The provider asks not to be called for a while. */
  rest(ms: number, isProbe: boolean): void {
    if (isProbe) this.#isProbing = false;
    this.#restsUntil = Math.max(this.#restsUntil, this.clock.now() + ms);
  }
}
