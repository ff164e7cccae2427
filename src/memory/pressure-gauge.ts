export type PressureLevel = 'normal' | 'elevated' | 'critical';

/**
 * What is given up when memory gets tight, first things first: caches shrink, what is idle closes, nothing is done that
 * nobody waits for, patient classes are refused, everybody is.
 */
export const PRESSURE_STEPS = ['caches', 'idle', 'background', 'classes', 'refusal'] as const;
export type PressureStep = (typeof PRESSURE_STEPS)[number];

export interface PressureThresholds {
  /** Used share, in (0, 1), from which caches shrink. */
  readonly elevatedRatio: number;
  /** Used share, in (0, 1), from which patient classes are refused; the steps before it lie evenly between. */
  readonly criticalRatio: number;
  /** Used share, in (0, 1), from which every class is. */
  readonly rejectRatio: number;
}

/** What memory is judged by. */
export interface Strain {
  /** The fullest of all bounds, 0–1. */
  readonly usedRatio: number;
  /** Share of the time in which somebody waited for memory, 0–1. */
  readonly stallRatio: number;
  /** Share of the time that went into full collections, 0–1. */
  readonly collectingRatio: number;
}

/** How far a quantity must fall below a threshold before what began there ends, so that nothing flaps. */
const HYSTERESIS_RATIO = 0.05;
/** Shares of time that weigh as much as the elevated and the critical used share. */
const STALLED = { elevated: 0.2, critical: 0.6 } as const;

/**
 * Judges how tight memory is.
 *
 * Waiting for memory and collecting without end are signs of tightness where no bound says so. They never lead to the
 * refusal of everybody: only memory that is really used does.
 */
export class PressureGauge {
  /** From which used share each step is taken. */
  readonly #thresholds: readonly number[];
  #steps = 0;

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

  /** How many of {@link PRESSURE_STEPS} are called for, by the latest look. */
  get steps(): number {
    return this.#steps;
  }

  get level(): PressureLevel {
    if (this.#steps >= PRESSURE_STEPS.indexOf('classes') + 1) return 'critical';
    return this.#steps > 0 ? 'elevated' : 'normal';
  }

  sample({ usedRatio, stallRatio, collectingRatio }: Strain): void {
    const strain = Math.max(usedRatio, this.#asUsed(stallRatio), this.#asUsed(collectingRatio));
    // A step that has been taken lasts until usage is clearly below its threshold.
    this.#steps = this.#thresholds.filter(
      (threshold, at) => strain >= threshold - (at < this.#steps ? HYSTERESIS_RATIO : 0),
    ).length;
  }

  #asUsed(share: number): number {
    const { elevatedRatio, criticalRatio } = this.thresholds;
    const { elevated, critical } = STALLED;
    const position = Math.min(1, (share - elevated) / (critical - elevated));
    return Math.max(0, elevatedRatio + position * (criticalRatio - elevatedRatio));
  }
}
