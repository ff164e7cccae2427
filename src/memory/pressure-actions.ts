import { EventChannel } from '../core/index.js';

import { PRESSURE_STEPS, type PressureLevel, type PressureStep } from './pressure-gauge.js';

/** Frees memory, or stops taking more, while a step is active. */
export interface PressureAction {
  readonly step: PressureStep;
  /** Whose memory it is; a second registration for the same component replaces the first. */
  readonly component: string;
  /** Called when the step becomes active and at every sample while it lasts; must be quick and must not throw. */
  apply(level: Exclude<PressureLevel, 'normal'>): void;
  /** Called once when it ends. */
  revert?(): void;
}

/** Published when a step becomes active, and when it ends. */
export const pressureActionChanged = new EventChannel<{ readonly step: PressureStep; readonly isActive: boolean }>(
  'memory:pressure-action:changed',
);

/** Activates the steps in their order and ends them in the reverse one. */
export class PressureActions {
  readonly #actions = new Map<string, PressureAction>();
  readonly #times = PRESSURE_STEPS.map(() => 0);
  #active = 0;

  register(action: PressureAction): void {
    this.#actions.set(action.component, action);
  }

  isActive(step: PressureStep): boolean {
    return PRESSURE_STEPS.indexOf(step) < this.#active;
  }

  /** Each step, whether it is active, and how often it became active since the start. */
  get state(): { step: PressureStep; isTaken: boolean; times: number }[] {
    return PRESSURE_STEPS.map((step, index) => ({
      step,
      isTaken: this.isActive(step),
      times: this.#times[index] ?? 0,
    }));
  }

  /** Activates all steps called for at once; ends one at a time, so that what it brings back shows before the next. */
  follow(steps: number, level: PressureLevel): void {
    while (this.#active < steps) {
      const step = PRESSURE_STEPS[this.#active];
      if (step === undefined) break;
      this.#times[this.#active] = (this.#times[this.#active] ?? 0) + 1;
      this.#active++;
      pressureActionChanged.publish({ step, isActive: true });
    }
    if (this.#active > steps) {
      const step = PRESSURE_STEPS[--this.#active];
      if (step !== undefined) {
        for (const action of this.#of(step)) action.revert?.();
        pressureActionChanged.publish({ step, isActive: false });
      }
    }
    for (const step of PRESSURE_STEPS.slice(0, this.#active)) {
      // A step may outlast the level that called for it.
      for (const action of this.#of(step)) action.apply(level === 'critical' ? 'critical' : 'elevated');
    }
  }

  #of(step: PressureStep): PressureAction[] {
    return [...this.#actions.values()].filter((action) => action.step === step);
  }
}
