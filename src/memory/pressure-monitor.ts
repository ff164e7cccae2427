import { EventChannel, type CancelTimer, type Clock } from '../core/index.js';

import { PressureGauge, type PressureLevel, type PressureThresholds } from './pressure-gauge.js';
import { PressureActions } from './pressure-actions.js';
import type { MemoryLimit, ResourceProbe, ResourceReading } from './resource-probe.js';

/** A reading, and what it means. */
export interface Pressure {
  readonly level: PressureLevel;
  /** The fullest of all bounds, 0–1. */
  readonly usedRatio: number;
  /** The bound that is fullest. */
  readonly limit: MemoryLimit;
  readonly reading: ResourceReading;
}

/** Published when the level changes. */
export const pressureChanged = new EventChannel<Pressure>('memory:pressure:changed');

export interface PressureMonitorOptions extends PressureThresholds {
  /** Time between two looks, milliseconds. */
  readonly sampleMs: number;
}

/** Watches memory, and has registered owners give some back when it gets tight. */
export class PressureMonitor {
  readonly actions = new PressureActions();
  readonly #gauge: PressureGauge;
  #pressure: Pressure;
  #cancelTimer: CancelTimer | undefined;
  /** Told after every look. */
  onSample: (() => void) | undefined;

  constructor(
    private readonly options: PressureMonitorOptions,
    private readonly probe: ResourceProbe,
    private readonly clock: Clock,
  ) {
    this.#gauge = new PressureGauge(options);
    this.#pressure = this.#assess();
  }

  /** The latest assessment, at most one sample old while the monitor runs. */
  get pressure(): Pressure {
    return this.#pressure;
  }

  start(): void {
    this.#cancelTimer ??= this.clock.schedule(this.options.sampleMs, () => {
      this.#cancelTimer = undefined;
      this.sample();
      this.start();
    });
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Looks now, and takes or gives up steps of relief. */
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
