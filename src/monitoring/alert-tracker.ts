import { EventChannel, type Clock } from '../core/index.js';

/** Something somebody should know now. */
export interface Alert {
  readonly id: string;
  readonly severity: 'page' | 'ticket';
  readonly summary: string;
  /** For how long it has been firing, milliseconds. */
  readonly firingMs: number;
}

/** A condition as it stands at one look. */
export interface Condition {
  readonly id: string;
  readonly severity: Alert['severity'];
  readonly summary: string;
}

/** Published when an alert begins to fire, and when it has cleared. */
export const alertChanged = new EventChannel<{ readonly isFiring: boolean } & Condition>('monitoring:alert:changed');

export interface AlertTrackerOptions {
  /** How long a condition must hold before it fires, and be gone before it clears, milliseconds. */
  readonly holdMs: number;
}

interface Entry {
  condition: Condition;
  holdsSince: number;
  lastSeen: number;
  firingSince: number | undefined;
}

/** Turns conditions into alerts that fire when they last and clear when they are over. */
export class AlertTracker {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly options: AlertTrackerOptions,
    private readonly clock: Clock,
  ) {}

  /** Takes note of every condition that holds now; one that is missing does not. */
  look(conditions: readonly Condition[]): void {
    const now = this.clock.now();
    for (const condition of conditions) {
      const entry = this.#entries.get(condition.id);
      if (entry === undefined) {
        this.#entries.set(condition.id, { condition, holdsSince: now, lastSeen: now, firingSince: undefined });
      } else {
        Object.assign(entry, { condition, lastSeen: now });
      }
    }
    for (const [id, entry] of this.#entries) {
      const isOver = now - entry.lastSeen >= (entry.firingSince === undefined ? 1 : this.options.holdMs);
      if (isOver) {
        this.#entries.delete(id);
        if (entry.firingSince !== undefined) alertChanged.publish({ isFiring: false, ...entry.condition });
      } else if (entry.firingSince === undefined && now - entry.holdsSince >= this.options.holdMs) {
        entry.firingSince = now;
        alertChanged.publish({ isFiring: true, ...entry.condition });
      }
    }
  }

  get firing(): Alert[] {
    const now = this.clock.now();
    return [...this.#entries.values()].flatMap(({ condition, firingSince }) =>
      firingSince === undefined ? [] : [{ ...condition, firingMs: Math.round(now - firingSince) }],
    );
  }
}
