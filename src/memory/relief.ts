import { EventChannel } from '../common/index.js';

import { RELIEF_STEPS, type PressureLevel, type ReliefStep } from './pressure-gauge.js';

/** Gives memory back, or stops taking more, while a step of relief lasts. */
export interface ReliefHandler {
  readonly step: ReliefStep;
  /** Whose memory it is, under a name of its own; a second registration replaces the first. */
  readonly owner: string;
  /** Called when the step is taken and at every look while it lasts; must be quick and must not throw. */
  relieve(level: Exclude<PressureLevel, 'normal'>): void;
  /** Called once when it is over. */
  restore?(): void;
}

/** Published when a step of relief is taken, and when it is over. */
export const reliefChanged = new EventChannel<{ readonly step: ReliefStep; readonly isTaken: boolean }>(
  'memory:relief:changed',
);

export interface ReliefState {
  readonly step: ReliefStep;
  readonly isTaken: boolean;
  /** How often it has been taken since the start. */
  readonly times: number;
}

/** Takes the steps of relief in their order, and back in the reverse one. */
export class Relief {
  readonly #handlers = new Map<string, ReliefHandler>();
  readonly #times = new Map<ReliefStep, number>();
  #taken = 0;

  register(handler: ReliefHandler): void {
    this.#handlers.set(handler.owner, handler);
  }

  isTaken(step: ReliefStep): boolean {
    return RELIEF_STEPS.indexOf(step) < this.#taken;
  }

  get state(): ReliefState[] {
    return RELIEF_STEPS.map((step) => ({ step, isTaken: this.isTaken(step), times: this.#times.get(step) ?? 0 }));
  }

  /**
   * Takes as many steps as are called for, at once; gives up one that is not called for any more, one at a call, so that
   * what comes back is felt before more does.
   */
  follow(wanted: number, level: PressureLevel): void {
    while (this.#taken < wanted) {
      const step = RELIEF_STEPS[this.#taken++];
      if (step !== undefined) this.#changed(step, true);
    }
    if (this.#taken > wanted) {
      const step = RELIEF_STEPS[--this.#taken];
      if (step !== undefined) this.#changed(step, false);
    }
    if (this.#taken === 0) return;
    for (const step of RELIEF_STEPS.slice(0, this.#taken)) {
      // A step may outlast the level that it was taken for.
      for (const handler of this.#of(step)) handler.relieve(level === 'critical' ? 'critical' : 'elevated');
    }
  }

  #changed(step: ReliefStep, isTaken: boolean): void {
    if (isTaken) this.#times.set(step, (this.#times.get(step) ?? 0) + 1);
    else for (const handler of this.#of(step)) handler.restore?.();
    reliefChanged.publish({ step, isTaken });
  }

  #of(step: ReliefStep): ReliefHandler[] {
    return [...this.#handlers.values()].filter((handler) => handler.step === step);
  }
}
