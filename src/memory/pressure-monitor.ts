import type { AppConfig } from '../config/index.js';
import { EventChannel, every, type CancelTimer, type Clock } from '../core/index.js';

import type { PressureActions } from './pressure-actions.js';
import { PressureGauge, type PressureLevel, type PressureThresholds } from './pressure-gauge.js';
import type { MemoryLimit, ProcessProbe, ResourceReading } from './resource-probe.js';

/** A reading with the pressure computed from it. */
export interface Pressure {
  readonly level: PressureLevel;
  /** The fullest of all limits, 0–1. */
  readonly usedRatio: number;
  /** The limit that is fullest. */
  readonly limit: MemoryLimit;
  readonly reading: ResourceReading;
}

/** Published when the level changes. */
export const pressureChanged = new EventChannel<Pressure>('memory:pressure:changed');

/**
 * Used share of the heap from which time spent in full collections is a sign of pressure. Below it, collections that
 * take long say that the machine is busy.
 */
const FULL_HEAP_RATIO = 0.6;

/** Samples memory and activates pressure actions. */
export class PressureMonitor {
  readonly #gauge: PressureGauge;
  #current: Pressure;
  #cancelTimer: CancelTimer | undefined;
  /** Called after every sample. */
  onSample: ((pressure: Pressure) => void) | undefined;

  constructor(
    private readonly options: PressureThresholds & Pick<AppConfig['memory'], 'sampleMs'>,
    private readonly actions: PressureActions,
    private readonly probe: Pick<ProcessProbe, 'read'>,
    private readonly clock: Clock,
  ) {
    this.#gauge = new PressureGauge(options);
    this.#current = this.#assess();
  }

  /** At most one sample old while the monitor runs. */
  get current(): Pressure {
    return this.#current;
  }

  start(): void {
    this.#cancelTimer = every(this.clock, this.options.sampleMs, () => this.sample());
  }

  stop(): void {
    this.#cancelTimer?.();
  }

  sample(): Pressure {
    const before = this.#current.level;
    this.#current = this.#assess();
    const { level } = this.#current;
    if (level !== before) pressureChanged.publish(this.#current);
    this.actions.follow(this.#gauge.steps, level);
    this.onSample?.(this.#current);
    return this.#current;
  }

  #assess(): Pressure {
    const reading = this.probe.read();
    const limit = reading.limits.reduce((fullest, each) => (usedRatioOf(each) > usedRatioOf(fullest) ? each : fullest));
    const usedRatio = usedRatioOf(limit);
    const isHeapFull = reading.limits.some((each) => each.source === 'heap' && usedRatioOf(each) >= FULL_HEAP_RATIO);
    this.#gauge.sample({ ...reading, usedRatio, gcTimeRatio: isHeapFull ? reading.gcTimeRatio : 0 });
    return { level: this.#gauge.level, usedRatio, limit, reading };
  }
}

function usedRatioOf({ limitBytes, usedBytes }: MemoryLimit): number {
  return usedBytes / limitBytes;
}
