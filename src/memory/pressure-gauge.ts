import type { AppConfig } from '../config/index.js';

/** Memory pressure in short, for reports and log lines; what is done about it is in {@link PRESSURE_STEPS}. */
export type PressureLevel = 'normal' | 'elevated' | 'critical';

/**
 * What is given up under memory pressure, in this order: caches shrink, idle sessions close, background work stops,
 * patient classes are rejected, all requests are.
 */
export const PRESSURE_STEPS = ['caches', 'idle', 'background', 'classes', 'refusal'] as const;
export type PressureStep = (typeof PRESSURE_STEPS)[number];

export type PressureThresholds = Pick<AppConfig['memory'], 'elevatedRatio' | 'criticalRatio' | 'rejectRatio'>;

/** What pressure is computed from. */
export interface PressureSample {
  /** The fullest of all limits, 0–1. */
  readonly usedRatio: number;
  /** Share of the time in which some task waited for memory, 0–1. */
  readonly stallRatio: number;
  /** Share of the time spent in full collections, 0–1. */
  readonly gcTimeRatio: number;
}

/** How far usage must fall below a threshold to end its step. */
const HYSTERESIS_RATIO = 0.05;
/** Shares of time equivalent to `elevatedRatio` and `criticalRatio`. */
const STALLED = { elevated: 0.2, critical: 0.6 } as const;

/**
 * Maps samples to the number of steps called for, with hysteresis.
 *
 * Time spent waiting for memory and in full collections counts like usage, where no limit is known, but at most as
 * `criticalRatio`: only memory that is used leads to the rejection of every request.
 */
export class PressureGauge {
  /** Used share from which each step is called for. */
  readonly #thresholds: readonly number[];
  #steps = 0;

  /** @throws {RangeError} if the thresholds are out of order. */
  constructor(private readonly thresholds: PressureThresholds) {
    const { elevatedRatio, criticalRatio, rejectRatio } = thresholds;
    if (!(elevatedRatio < criticalRatio && criticalRatio <= rejectRatio)) {
      throw new RangeError(
        `expected elevatedRatio < criticalRatio <= rejectRatio, found ${elevatedRatio}, ${criticalRatio}, ${rejectRatio}`,
      );
    }
    const width = (criticalRatio - elevatedRatio) / 3;
    this.#thresholds = [elevatedRatio, elevatedRatio + width, elevatedRatio + 2 * width, criticalRatio, rejectRatio];
  }

  /** How many of {@link PRESSURE_STEPS} the latest sample calls for. */
  get steps(): number {
    return this.#steps;
  }

  get level(): PressureLevel {
    if (this.#steps > PRESSURE_STEPS.indexOf('classes')) return 'critical';
    return this.#steps > 0 ? 'elevated' : 'normal';
  }

  sample({ usedRatio, stallRatio, gcTimeRatio }: PressureSample): void {
    const ratio = Math.max(usedRatio, this.#asUsed(stallRatio), this.#asUsed(gcTimeRatio));
    this.#steps = this.#thresholds.filter(
      (threshold, index) => ratio >= threshold - (index < this.#steps ? HYSTERESIS_RATIO : 0),
    ).length;
  }

  #asUsed(timeRatio: number): number {
    const { elevatedRatio, criticalRatio } = this.thresholds;
    const position = Math.min(1, (timeRatio - STALLED.elevated) / (STALLED.critical - STALLED.elevated));
    return Math.max(0, elevatedRatio + position * (criticalRatio - elevatedRatio));
  }
}
