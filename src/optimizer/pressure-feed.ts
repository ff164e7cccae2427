import type { EventLoopWatch, PressureMonitor } from '../memory/index.js';

import type { Admission } from './admission.js';

export interface PressureFeedOptions {
  /** Used share of memory from which every class is refused, in (0, 1). */
  readonly refuseRatio: number;
}

/** Tells admission when memory or the event loop is hard pressed. */
export class PressureFeed {
  constructor(
    private readonly options: PressureFeedOptions,
    private readonly admission: Admission,
    private readonly monitor: PressureMonitor,
    private readonly eventLoop: EventLoopWatch,
  ) {}

  start(): void {
    this.eventLoop.onLook = () => this.look();
  }

  stop(): void {
    this.eventLoop.onLook = undefined;
  }

  look(): void {
    const { level, usedRatio } = this.monitor.pressure;
    if (usedRatio >= this.options.refuseRatio) this.admission.setPressure('extreme');
    else this.admission.setPressure(level === 'critical' || this.eventLoop.isStalled ? 'high' : 'none');
  }
}
