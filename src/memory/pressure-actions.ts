import { EventChannel } from '../core/index.js';

import { PRESSURE_STEPS, type PressureLevel, type PressureStep } from './pressure-gauge.js';

/** Gives memory back, or stops taking more, while a step of relief lasts. */
export interface PressureAction {
  readonly step: PressureStep;
  /** Whose memory it is, under a name of its own; a second registration replaces the first. */
  readonly owner: string;
  /** Called when the step is taken and at every look while it lasts; must be quick and must not throw. */
  apply(level: Exclude<PressureLevel, 'normal'>): void;
  /** Called once when it is over. */
  revert?(): void;
}

/** Published when a step of relief is taken, and when it is over. */
export const pressureActionChanged = new EventChannel<{ readonly step: PressureStep; readonly isTaken: boolean }>(
  'memory:relief:changed',
);

export interface PressureActionState {
  readonly step: PressureStep;
  readonly isTaken: boolean;
  /** How often it has been taken since the start. */
  readonly times: number;
}

/** Takes the steps of relief in their order, and back in the reverse one. */
export class PressureActions {
  readonly #handlers = new Map<string, PressureAction>();
  readonly #times = new Map<PressureStep, number>();
  #taken = 0;

  register(handler: PressureAction): void {
    this.#handlers.set(handler.owner, handler);
  }

  isTaken(step: PressureStep): boolean {
    return PRESSURE_STEPS.indexOf(step) < this.#taken;
  }

  get state(): PressureActionState[] {
    return PRESSURE_STEPS.map((step) => ({ step, isTaken: this.isTaken(step), times: this.#times.get(step) ?? 0 }));
  }

  /**
   * Takes as many steps as are called for, at once; gives up one that is not called for any more, one at a call, so that
   * what comes back is felt before more does.
   */
  follow(wanted: number, level: PressureLevel): void {
    while (this.#taken < wanted) {
      const step = PRESSURE_STEPS[this.#taken++];
      if (step !== undefined) this.#changed(step, true);
    }
    if (this.#taken > wanted) {
      const step = PRESSURE_STEPS[--this.#taken];
      if (step !== undefined) this.#changed(step, false);
    }
    if (this.#taken === 0) return;
    for (const step of PRESSURE_STEPS.slice(0, this.#taken)) {
      // A step may outlast the level that it was taken for.
      for (const handler of this.#of(step)) handler.apply(level === 'critical' ? 'critical' : 'elevated');
    }
  }

  #changed(step: PressureStep, isTaken: boolean): void {
    if (isTaken) this.#times.set(step, (this.#times.get(step) ?? 0) + 1);
    else for (const handler of this.#of(step)) handler.revert?.();
    pressureActionChanged.publish({ step, isTaken });
  }

  #of(step: PressureStep): PressureAction[] {
    return [...this.#handlers.values()].filter((handler) => handler.step === step);
  }
}
