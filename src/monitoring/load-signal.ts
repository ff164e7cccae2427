import { every, REQUEST_CLASSES, type CancelTimer, type Clock, type RequestClass } from '../core/index.js';
import { requestAnswered, requestShed, type Admission, type ClassPolicy } from '../optimizer/index.js';

/** The load of this replica, 0–1, for an autoscaler. */
export interface Load {
  /** The maximum of the others; 1 means that requests are rejected or late. */
  readonly overall: number;
  /** Busy share of the event loop. */
  readonly busy: number;
  /** Open requests as a share of the capacity. */
  readonly open: number;
  /** By class: the predicted wait as a share of the deadline, or how far misses exceed the objective. */
  readonly classes: Readonly<Record<RequestClass, number>>;
}

export interface LoadSources {
  readonly admission: Admission;
  readonly classes: ClassPolicy;
  readonly clock: Clock;
  /** Busy share of the event loop since the last call, 0–1. */
  readonly busyRatio: () => number;
}

const SAMPLE_INTERVAL_MS = 500;
/** Time constant of the averages; an autoscaler reads them every 15 s. */
const AVERAGED_MS = 5_000;
/** Time constant of outcomes, longer so that a class with few requests is judged by more than the last one. */
const OUTCOMES_AVERAGED_MS = 15_000;
/** Burn rate that counts as full load. */
const MAX_BURN_RATE = 10;
/** With fewer recent requests, misses are ignored. */
const MIN_REQUESTS = 5;
/** A tenant without requests. */
const IDLE_TENANT = '';

interface Outcomes {
  missed: number;
  all: number;
}

/** Condenses admission, event loop and outcomes into one load per class and one for the replica. */
export class LoadSignal {
  readonly #outcomes = new Map<RequestClass, Outcomes>(REQUEST_CLASSES.map((name) => [name, { missed: 0, all: 0 }]));
  #busy = 0;
  #open = 0;
  #sampledAt: number;
  #cancelTimer: CancelTimer | undefined;
  #unsubscribe: (() => void)[] = [];

  constructor(private readonly sources: LoadSources) {
    this.#sampledAt = sources.clock.now();
  }

  start(): void {
    this.#unsubscribe = [
      requestAnswered.subscribe(({ class: name, isInTime }) => this.#count(name, !isInTime)),
      requestShed.subscribe(({ class: name }) => this.#count(name, true)),
    ];
    this.#cancelTimer = every(this.sources.clock, SAMPLE_INTERVAL_MS, () => this.#sample());
  }

  stop(): void {
    this.#cancelTimer?.();
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
  }

  get current(): Load {
    const classes = this.#classes;
    const [busy, open] = [roundToPermille(this.#busy), roundToPermille(this.#open)];
    return { overall: Math.max(busy, open, ...Object.values(classes)), busy, open, classes };
  }

  get #classes(): Readonly<Record<RequestClass, number>> {
    const { admission, classes } = this.sources;
    return Object.fromEntries(
      REQUEST_CLASSES.map((name) => {
        const { deadlineMs, objective } = classes.settingsOf(name);
        const waitMs = admission.predictWaitMs(name, IDLE_TENANT, deadlineMs);
        const { missed, all } = this.#outcomes.get(name) ?? { missed: 0, all: 0 };
        const burn = all < MIN_REQUESTS ? 0 : missed / all / (1 - objective) / MAX_BURN_RATE;
        return [name, roundToPermille(Math.min(1, Math.max(waitMs === undefined ? 1 : waitMs / deadlineMs, burn)))];
      }),
    ) as Record<RequestClass, number>;
  }

  #sample(): void {
    const { admission, busyRatio, clock } = this.sources;
    const now = clock.now();
    const elapsedMs = now - this.#sampledAt;
    this.#sampledAt = now;
    const weight = 1 - Math.exp(-elapsedMs / AVERAGED_MS);
    const { open, queued, capacity } = admission.state;
    this.#busy += weight * (busyRatio() - this.#busy);
    this.#open += weight * (Math.min(1, (open + queued) / capacity) - this.#open);
    const decay = Math.exp(-elapsedMs / OUTCOMES_AVERAGED_MS);
    for (const outcomes of this.#outcomes.values()) {
      outcomes.missed *= decay;
      outcomes.all *= decay;
    }
  }

  #count(name: RequestClass, isMissed: boolean): void {
    const outcomes = this.#outcomes.get(name);
    if (outcomes === undefined) return;
    outcomes.all++;
    if (isMissed) outcomes.missed++;
  }
}

/** Busy share of the event loop between two calls. */
export function eventLoopBusyRatio(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}

function roundToPermille(ratio: number): number {
  return Math.round(ratio * 1_000) / 1_000;
}
