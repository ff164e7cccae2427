import type { AppConfig } from '../config/index.js';
import { REQUEST_CLASSES, type RequestClass } from '../core/index.js';

import { FairQueue } from './fair-queue.js';

/** The share of a class in the slots. */
export type ClassShare = Pick<AppConfig['classes'][RequestClass], 'deadlineMs' | 'reserve' | 'weight'>;

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

/** The waiting requests of one class, and how many are in flight. */
export interface Lane<T> extends Changeable<ClassShare> {
  readonly name: RequestClass;
  readonly queue: FairQueue<T>;
  inFlight: number;
  /** Virtual time at which its next request starts. */
  startTag: number;
}

/**
 * Picks the next class: `critical` first, the others in proportion to their weights, by work.
 *
 * @see FairQueue, which does the same for the tenants of a class
 */
export class ClassScheduler<T> {
  readonly #lanes: Readonly<Record<RequestClass, Lane<T>>>;
  readonly #all: readonly Lane<T>[];
  #byDeadline: readonly Lane<T>[];
  #virtualTime = 0;

  constructor(shares: Readonly<Record<RequestClass, ClassShare>>) {
    this.#all = REQUEST_CLASSES.map((name) => ({
      ...shares[name],
      name,
      queue: new FairQueue<T>(),
      inFlight: 0,
      startTag: 0,
    }));
    this.#byDeadline = this.#sorted();
    this.#lanes = Object.fromEntries(this.#all.map((lane) => [lane.name, lane])) as Record<RequestClass, Lane<T>>;
  }

  /** For requests that arrive from now on, and for the order of those that wait. */
  change(shares: Readonly<Record<RequestClass, ClassShare>>): void {
    for (const lane of this.#all) {
      const { deadlineMs, reserve, weight } = shares[lane.name];
      Object.assign(lane, { deadlineMs, reserve, weight });
    }
    this.#byDeadline = this.#sorted();
  }

  of(name: RequestClass): Lane<T> {
    return this.#lanes[name];
  }

  /** All classes, the one with the shortest deadline first. */
  get byDeadline(): readonly Lane<T>[] {
    return this.#byDeadline;
  }

  /** The next class among those with waiting requests that may start. */
  next(mayStart: (lane: Lane<T>) => boolean): Lane<T> | undefined {
    const { critical } = this.#lanes;
    if (critical.queue.size > 0 && mayStart(critical)) return critical;
    let next: Lane<T> | undefined;
    for (const lane of this.#all) {
      if (lane === critical || lane.queue.size === 0 || !mayStart(lane)) continue;
      if (lane.startTag < this.#virtualTime) lane.startTag = this.#virtualTime;
      if (next === undefined || lane.startTag < next.startTag) next = lane;
    }
    return next;
  }

  /** Waiting requests of a tenant, of all classes. */
  waitingOf(tenant: string): number {
    let waiting = 0;
    for (const { queue } of this.#all) waiting += queue.sizeOf(tenant);
    return waiting;
  }

  /** Notes that a request of the class has started, and how much work it is. */
  noteStart(lane: Lane<T>, work: number): void {
    if (lane.name === 'critical') return;
    this.#virtualTime = lane.startTag;
    lane.startTag += work / lane.weight;
  }

  /** The work done before one more request of that class, tenant and deadline starts, if none came after it. */
  workBefore(lane: Lane<T>, tenant: string, weight: number, deadlineAt: number): number {
    return this.workWith(lane, tenant, weight, lane.queue.workUpTo(tenant, deadlineAt));
  }

  /** As {@link workBefore}, for a request with so much work before it in its own flow. */
  workWith(lane: Lane<T>, tenant: string, weight: number, own: number): number {
    const inLane = lane.queue.workWith(tenant, weight, own);
    const { critical } = this.#lanes;
    if (lane === critical) return inLane;
    let before = critical.queue.work + inLane;
    for (const other of this.#all) {
      if (other === lane || other === critical || other.queue.size === 0) continue;
      before += Math.min(other.queue.work, (inLane * other.weight) / lane.weight);
    }
    return before;
  }

  #sorted(): readonly Lane<T>[] {
    return this.#all.toSorted((a, b) => a.deadlineMs - b.deadlineMs);
  }
}
