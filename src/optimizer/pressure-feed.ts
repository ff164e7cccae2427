import type { EventLoopMonitor, PressureMonitor } from '../memory/index.js';

import type { Admission, AdmissionPressure } from './admission.js';

/** Tells admission when memory or the event loop is hard pressed. */
export class PressureFeed {
  constructor(
    private readonly admission: Admission,
    private readonly monitor: PressureMonitor,
    private readonly eventLoop: EventLoopMonitor,
  ) {}

  start(): void {
    this.eventLoop.onSample = () => this.look();
  }

  stop(): void {
    this.eventLoop.onSample = undefined;
  }

  look(): void {
    this.admission.setPressure(this.#pressure);
  }

  get #pressure(): AdmissionPressure {
    const { actions: relief } = this.monitor;
    if (relief.isTaken('refusal')) return 'extreme';
    // A stalled event loop says nothing about memory: emptying caches would only add to what it has to do.
    if (relief.isTaken('classes') || this.eventLoop.isStalled) return 'high';
    return relief.isTaken('background') ? 'raised' : 'none';
  }
}
