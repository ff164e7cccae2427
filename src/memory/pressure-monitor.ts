import { EventChannel, every, type CancelTimer, type Clock } from '../core/index.js';

import type { PressureActions } from './pressure-actions.js';
import { PressureGauge, type PressureLevel, type PressureThresholds } from './pressure-gauge.js';
import type { MemoryLimit, ResourceProbe, ResourceReading } from './resource-probe.js';

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

export interface PressureMonitorOptions extends PressureThresholds {
  /** Between two samples, milliseconds. */
  readonly sampleMs: number;
}

/** Samples memory and activates pressure actions. */
export class PressureMonitor {
  readonly #gauge: PressureGauge;
  #pressure: Pressure;
  #cancelTimer: CancelTimer | undefined;
  /** Called after every sample. */
  onSample: (() => void) | undefined;

  constructor(
    private readonly options: PressureMonitorOptions,
    private readonly actions: PressureActions,
    private readonly probe: ResourceProbe,
    private readonly clock: Clock,
  ) {
    this.#gauge = new PressureGauge(options);
    this.#pressure = this.#assess();
  }

  /** At most one sample old while the monitor runs. */
  get pressure(): Pressure {
    return this.#pressure;
  }

  start(): void {
    this.#cancelTimer = every(this.clock, this.options.sampleMs, () => this.sample());
  }

  stop(): void {
    this.#cancelTimer?.();
  }

  sample(): Pressure {
    const before = this.#pressure.level;
    this.#pressure = this.#assess();
    const { level } = this.#pressure;
    if (level !== before) pressureChanged.publish(this.#pressure);
    this.actions.follow(this.#gauge.steps, level);
    this.onSample?.();
    return this.#pressure;
  }

  #assess(): Pressure {
    const reading = this.probe.read();
    const limit = reading.limits.reduce((fullest, each) => (usedRatioOf(each) > usedRatioOf(fullest) ? each : fullest));
    const usedRatio = usedRatioOf(limit);
    this.#gauge.sample({ ...reading, usedRatio });
    return { level: this.#gauge.level, usedRatio, limit, reading };
  }
}

function usedRatioOf({ limitBytes, usedBytes }: MemoryLimit): number {
  return usedBytes / limitBytes;
}
