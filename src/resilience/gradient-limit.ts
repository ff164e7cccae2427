/** Bounds and pace of a {@link GradientLimit}. */
export interface GradientLimitOptions {
  /** Concurrency to begin with. @default 20 */
  readonly initialLimit?: number;
  /** @default 1 */
  readonly minLimit?: number;
  /** @default 200 */
  readonly maxLimit?: number;
  /** Added at every step, so that the limit probes for more, and queueing of that size is tolerated. @default 4 */
  readonly headroom?: number;
  /** How far the short RTT may exceed the long one before the limit falls, at least 1. @default 1.5 */
  readonly tolerance?: number;
  /** Samples that make one short RTT, and one step. @default 10 */
  readonly shortWindow?: number;
  /** Upper bound of the RTT taken as normal, milliseconds: beyond it calls are slow, however long they have been. @default Infinity */
  readonly rttCeilingMs?: number;
}

const DEFAULTS = {
  initialLimit: 20,
  minLimit: 1,
  maxLimit: 200,
  headroom: 4,
  tolerance: 1.5,
  shortWindow: 10,
  rttCeilingMs: Infinity,
} as const satisfies Required<GradientLimitOptions>;

/** The right to one call. Ending it a second time has no effect. */
export interface LimitPermit {
  /** The call ended and took `rttMs`, a sample of the load of the other side. */
  success(rttMs: number): void;
  /** The call ended; its duration is no sample. */
  ignore(): void;
  /** The call was rejected or timed out: the limit falls. */
  dropped(): void;
}

/** Weight of a step. */
const SMOOTHING = 0.2;
/** Samples over which the long RTT is averaged. */
const LONG_WINDOW = 600;
/** Lower bound of the factor applied in one step. */
const MIN_GRADIENT = 0.5;
/** The long RTT decays while it is more than twice the short one: the load is gone. */
const LONG_RTT_DRIFT = 2;
const LONG_RTT_DECAY = 0.95;

/**
 * Adaptive concurrency limit driven by round-trip times, after Netflix' Gradient2.
 *
 * Each step compares the RTT of the latest samples with that of many: `limit = limit × clamp(tolerance × long / short,
 * 0.5, 1) + headroom`, smoothed. While the RTT stays what it was, the limit grows by the headroom; when it rises,
 * because calls queue on the other side, the limit shrinks in proportion. It does not grow while less than half of it
 * is used. A dropped call takes a tenth of the limit.
 *
 * @remarks O(1) and no clock: the caller measures.
 * @see https://github.com/Netflix/concurrency-limits, `Gradient2Limit`
 */
export class GradientLimit {
  readonly #options: Required<GradientLimitOptions>;
  #limit: number;
  #inFlight = 0;
  #longRttMs: number | undefined;
  #longSamples = 0;
  #shortSumMs = 0;
  #shortSamples = 0;
  #peakInFlight = 0;

  /** @throws {RangeError} if the bounds contradict each other. */
  constructor(options: GradientLimitOptions = {}) {
    const all = { ...DEFAULTS, ...options };
    const { initialLimit, minLimit, maxLimit, tolerance } = all;
    if (!(minLimit >= 1 && minLimit <= initialLimit && initialLimit <= maxLimit)) {
      throw new RangeError(
        `expected 1 ≤ minLimit ≤ initialLimit ≤ maxLimit, received ${minLimit}, ${initialLimit}, ${maxLimit}`,
      );
    }
    if (!(tolerance >= 1)) throw new RangeError(`tolerance must be at least 1, received ${tolerance}`);
    this.#options = all;
    this.#limit = initialLimit;
  }

  /** Calls that may be in flight at once, a whole number. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** A permit, or undefined while the limit is reached. */
  acquire(): LimitPermit | undefined {
    return this.#inFlight < this.limit ? this.take() : undefined;
  }

  /** A permit regardless of the limit, for calls with a reserve of their own. */
  take(): LimitPermit {
    this.#inFlight++;
    if (this.#inFlight > this.#peakInFlight) this.#peakInFlight = this.#inFlight;
    let isHeld = true;
    const end = () => {
      if (!isHeld) return false;
      isHeld = false;
      this.#inFlight--;
      return true;
    };
    return {
      success: (rttMs) => void (end() && this.#observe(rttMs)),
      ignore: () => void end(),
      dropped: () => void (end() && this.backOff()),
    };
  }

  /** Lowers the limit by `ratio` of itself, for a sign of overload other than the RTT. */
  backOff(ratio = 0.1): void {
    this.#set(this.#limit * (1 - ratio));
  }

  #observe(rttMs: number): void {
    const { shortWindow } = this.#options;
    this.#shortSumMs += rttMs;
    this.#shortSamples++;
    if (this.#shortSamples < shortWindow) return;
    const shortRttMs = this.#shortSumMs / this.#shortSamples;
    // A plain mean at first, an exponential one with the weight of the window later.
    this.#longSamples = Math.min(LONG_WINDOW, this.#longSamples + this.#shortSamples);
    const weight = this.#shortSamples / this.#longSamples;
    this.#longRttMs = (this.#longRttMs ?? shortRttMs) + weight * (shortRttMs - (this.#longRttMs ?? shortRttMs));
    if (this.#longRttMs > LONG_RTT_DRIFT * shortRttMs) this.#longRttMs *= LONG_RTT_DECAY;
    this.#step(shortRttMs, this.#longRttMs);
    this.#shortSumMs = 0;
    this.#shortSamples = 0;
    this.#peakInFlight = this.#inFlight;
  }

  #step(shortRttMs: number, longRttMs: number): void {
    const { headroom, rttCeilingMs, tolerance } = this.#options;
    const normalMs = Math.min(tolerance * longRttMs, rttCeilingMs);
    const gradient = Math.max(MIN_GRADIENT, Math.min(1, shortRttMs === 0 ? 1 : normalMs / shortRttMs));
    const next = this.#limit * gradient + headroom;
    if (next > this.#limit && this.#peakInFlight < this.#limit / 2) return;
    this.#set(this.#limit + SMOOTHING * (next - this.#limit));
  }

  #set(limit: number): void {
    const { maxLimit, minLimit } = this.#options;
    this.#limit = Math.max(minLimit, Math.min(maxLimit, limit));
  }
}
