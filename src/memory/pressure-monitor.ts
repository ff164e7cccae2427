import { EventChannel, type CancelTimer, type Clock } from '../common/index.js';

import type { ResourceProbe, ResourceReading } from './resource-probe.js';

export type PressureLevel = 'normal' | 'elevated' | 'critical';

/** A reading, and what it means. */
export interface Pressure {
  readonly level: PressureLevel;
  /** The fuller of container and heap, 0–1. */
  readonly usedRatio: number;
  readonly reading: ResourceReading;
}

/** Gives memory back when told to; must be quick and must not throw. */
export type ReliefHandler = (level: Exclude<PressureLevel, 'normal'>) => void;

/** Published when the level changes. */
export const pressureChanged = new EventChannel<Pressure>('memory:pressure:changed');

export interface PressureMonitorOptions {
  /** Time between two looks, milliseconds. */
  readonly sampleMs: number;
  /** Used share, in (0, 1), from which caches shrink. */
  readonly elevatedRatio: number;
  /** Used share, in (0, 1), from which everything dispensable goes. */
  readonly criticalRatio: number;
}

/** How far usage must fall below a threshold before its level ends, so that the level does not flap. */
const HYSTERESIS_RATIO = 0.05;

/** Watches memory and asks registered owners for relief when it gets tight. */
export class PressureMonitor {
  readonly #handlers = new Map<string, ReliefHandler>();
  #pressure: Pressure;
  #cancelTimer: CancelTimer | undefined;

  constructor(
    private readonly options: PressureMonitorOptions,
    private readonly probe: ResourceProbe,
    private readonly clock: Clock,
  ) {
    this.#pressure = this.#assess('normal');
  }

  /** The latest assessment, at most one sample old while the monitor runs. */
  get pressure(): Pressure {
    return this.#pressure;
  }

  /** Registers an owner of memory under a name of its own; a second registration replaces the first. */
  onRelief(owner: string, handler: ReliefHandler): void {
    this.#handlers.set(owner, handler);
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
    this.probe.stop();
  }

  /** Looks now, and asks for relief while the level is not normal. */
  sample(): Pressure {
    const before = this.#pressure.level;
    this.#pressure = this.#assess(before);
    const { level } = this.#pressure;
    if (level !== before) pressureChanged.publish(this.#pressure);
    if (level !== 'normal') for (const relieve of this.#handlers.values()) relieve(level);
    return this.#pressure;
  }

  #assess(before: PressureLevel): Pressure {
    const reading = this.probe.read();
    const usedRatio = Math.max(
      reading.heapUsedBytes / reading.heapLimitBytes,
      reading.containerLimitBytes === undefined ? 0 : (reading.containerUsedBytes ?? 0) / reading.containerLimitBytes,
    );
    const { elevatedRatio, criticalRatio } = this.options;
    const leaves = (threshold: number, wasAbove: boolean) => usedRatio < threshold - (wasAbove ? HYSTERESIS_RATIO : 0);
    const level = !leaves(criticalRatio, before === 'critical')
      ? 'critical'
      : !leaves(elevatedRatio, before !== 'normal')
        ? 'elevated'
        : 'normal';
    return { level, usedRatio, reading };
  }
}
