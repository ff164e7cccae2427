import { REQUEST_CLASSES, type CancelTimer, type Clock, type RequestClass } from '../core/index.js';
import { requestAnswered, requestShed, type Admission, type ClassPolicy } from '../optimizer/index.js';

/** How full this replica is, 0–1: what an autoscaler follows. */
export interface Load {
  /** The highest of everything below; 1 means that requests are being refused or late. */
  readonly overall: number;
  /** Share of time in which the event loop was busy. */
  readonly busy: number;
  /** Share of the questions that may be open at once. */
  readonly open: number;
  /** For each class, how much of its deadline a request would wait, or how far its misses exceed its objective. */
  readonly classes: Readonly<Record<RequestClass, number>>;
}

/** What the signal is made from. */
export interface LoadParts {
  readonly admission: Admission;
  readonly classes: ClassPolicy;
  readonly clock: Clock;
  /** Share of the time since it was last asked in which the event loop was busy, 0–1. */
  readonly busyRatio: () => number;
}

const SAMPLE_MS = 500;
/** Samples fade with this time constant: a moment of load is no trend, and an autoscaler looks every 15 s. */
const FADE_MS = 5_000;
/** Answers and refusals fade more slowly, so that a class with few requests is judged by more than the last one. */
const OUTCOME_FADE_MS = 15_000;
/** Misses beyond ten times what the objective allows are as bad as can be. */
const WORST_BURN = 10;
/** Below this weight of recent requests, misses say nothing. */
const MIN_REQUESTS = 5;
/** Asks admission on behalf of nobody in particular. */
const NOBODY = '';

interface Outcomes {
  missed: number;
  all: number;
}

/** Follows admission and attainment and condenses them into one number for each class and one for the replica. */
export class LoadSignal {
  readonly #outcomes = new Map<RequestClass, Outcomes>(REQUEST_CLASSES.map((name) => [name, { missed: 0, all: 0 }]));
  #busy = 0;
  #open = 0;
  #sampledAt: number;
  #cancelTimer: CancelTimer | undefined;
  #unsubscribe: (() => void)[] = [];

  constructor(private readonly parts: LoadParts) {
    this.#sampledAt = parts.clock.now();
  }

  start(): void {
    this.#unsubscribe = [
      requestAnswered.subscribe(({ class: name, isInTime }) => this.#count(name, !isInTime)),
      requestShed.subscribe(({ class: name }) => this.#count(name, true)),
    ];
    this.#schedule();
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
    const { admission, classes } = this.parts;
    return Object.fromEntries(
      REQUEST_CLASSES.map((name) => {
        const { deadlineMs, objective } = classes.promiseOf(name);
        const waitMs = admission.predictWaitMs(name, NOBODY, deadlineMs);
        const { missed, all } = this.#outcomes.get(name) ?? { missed: 0, all: 0 };
        const burn = all < MIN_REQUESTS ? 0 : missed / all / (1 - objective) / WORST_BURN;
        return [name, roundToPermille(Math.min(1, Math.max(waitMs === undefined ? 1 : waitMs / deadlineMs, burn)))];
      }),
    ) as Record<RequestClass, number>;
  }

  #schedule(): void {
    this.#cancelTimer = this.parts.clock.schedule(SAMPLE_MS, () => {
      this.#sample();
      this.#schedule();
    });
  }

  #sample(): void {
    const { admission, busyRatio, clock } = this.parts;
    const now = clock.now();
    const elapsedMs = now - this.#sampledAt;
    this.#sampledAt = now;
    const weight = 1 - Math.exp(-elapsedMs / FADE_MS);
    const { open, queued, capacity } = admission.state;
    this.#busy += weight * (busyRatio() - this.#busy);
    this.#open += weight * (Math.min(1, (open + queued) / capacity) - this.#open);
    const kept = Math.exp(-elapsedMs / OUTCOME_FADE_MS);
    for (const outcomes of this.#outcomes.values()) {
      outcomes.missed *= kept;
      outcomes.all *= kept;
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
