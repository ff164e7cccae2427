import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { EventChannel, type Clock } from '../core/index.js';

import type { Workload } from './workload.js';

/** Drops what has expired. */
export interface Sweep {
  readonly owner: string;
  /**
   * Drops until all has been seen or `isTimeUp`, oldest first; must not throw.
   *
   * @returns how many.
   */
  run(isTimeUp: () => boolean): number;
}

/** Why a collection was asked for: nobody needed the processor, memory was tight, or to tell a leak from garbage. */
export const COLLECTION_REASONS = ['idle', 'pressure', 'suspicion'] as const;
export type CollectionReason = (typeof COLLECTION_REASONS)[number];

/** Published after a collection that was asked for. */
export const gcRequested = new EventChannel<{
  readonly reason: CollectionReason;
  readonly freedBytes: number;
  readonly durationMs: number;
}>('memory:collection:asked');

/** Published after a sweep that dropped something. */
export const stateSwept = new EventChannel<{ readonly owner: string; readonly dropped: number }>('memory:state:swept');

/** What housekeeping goes by. */
export interface HousekeepingParts {
  readonly clock: Clock;
  readonly workload: Workload;
  /** What objects take now, bytes. */
  readonly heldBytes: () => number;
  /** What they took after the latest full collection, bytes. */
  readonly retainedBytes: () => number | undefined;
  /** Whether only a collection can tell if memory leaks. */
  readonly suspectsLeak: (heldBytes: number) => boolean;
  /** Collects everything, thoroughly or only as V8 does by itself; holds up the thread for it. */
  readonly collect: (isThorough: boolean) => void;
}

/** One slice of sweeping, milliseconds: less than anybody would notice who comes in the middle of it. */
const SLICE_MS = 5;
/** Between two rounds of sweeps, milliseconds. */
const SWEEP_EVERY_MS = 30_000;
/**
 * Nobody may have come for so long before a collection holds up whoever comes next, milliseconds. Who always has somebody
 * coming never gets there, and its pages, of code above all, fill with holes: after `mostMs` without a collection a moment
 * in which nobody waits will do.
 */
const IDLE = { forMs: 3_000, mostMs: 600_000 } as const;
/** A collection of less garbage than that is not worth it, bytes, and as a share of what is retained. */
const MIN_GARBAGE_BYTES = 8_388_608;
const MIN_GARBAGE_RATIO = 0.25;
/** Between two collections that are asked for, milliseconds. */
const COLLECT_EVERY_MS = { idle: 60_000, pressure: 5_000, suspicion: 0 } as const satisfies Record<
  CollectionReason,
  number
>;
/** Under pressure less is worth it, bytes. */
const MIN_UNDER_PRESSURE_BYTES = 1_048_576;
/** What was held at the latest collection may be garbage by now, which nothing tells: after so long it is tried, ms. */
const COLLECT_ANYWAY_MS: Readonly<Record<CollectionReason, number>> = {
  idle: IDLE.mostMs,
  pressure: 15_000,
  suspicion: 0,
};

/**
 * Tidies up while nobody waits: drops what has expired, in slices, and has garbage collected when there is enough of it.
 *
 * V8 collects when it allocates. After a burst it allocates no more, and what the burst left stays resident for hours.
 */
export class Housekeeping {
  readonly #sweeps = new Map<string, Sweep>();
  #pending: Sweep[] = [];
  #sweptAt: number;
  #collectedAt = -Infinity;
  readonly #startedAt: number;
  #busyAt: number;
  #requests = 0;
  #requestsAtCollection = 0;
  #dropped = 0;

  constructor(private readonly parts: HousekeepingParts) {
    this.#sweptAt = this.#busyAt = this.#startedAt = parts.clock.now();
  }

  register(sweep: Sweep): void {
    this.#sweeps.set(sweep.owner, sweep);
  }

  /** Entries dropped by sweeps since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Does a little, if there is something to do; called at every look at memory. */
  sample(isTight: boolean): void {
    const { clock, workload } = this.parts;
    const now = clock.now();
    if (isTight) this.#collect('pressure');
    if (this.parts.suspectsLeak(this.parts.heldBytes())) this.#collect('suspicion');
    const haveSomeCome = workload.requests !== this.#requests;
    this.#requests = workload.requests;
    if (haveSomeCome || workload.open() > 0) this.#busyAt = now;
    if (workload.open() > 0) return;
    this.#sweep(now);
    const isLongAgo = now - Math.max(this.#collectedAt, this.#startedAt) >= IDLE.mostMs;
    if (isLongAgo || now - this.#busyAt >= IDLE.forMs) this.#collect('idle');
  }

  #sweep(now: number): void {
    if (this.#pending.length === 0) {
      if (now - this.#sweptAt < SWEEP_EVERY_MS) return;
      this.#sweptAt = now;
      this.#pending = [...this.#sweeps.values()];
    }
    const until = now + SLICE_MS;
    const isTimeUp = () => this.parts.clock.now() >= until;
    // What is left when the time is up is for the next look.
    while (!isTimeUp()) {
      const sweep = this.#pending.shift();
      if (sweep === undefined) return;
      const dropped = sweep.run(isTimeUp);
      this.#dropped += dropped;
      if (dropped > 0) stateSwept.publish({ owner: sweep.owner, dropped });
    }
  }

  #collect(reason: CollectionReason): void {
    const { clock, collect, heldBytes, retainedBytes, workload } = this.parts;
    if (clock.now() - this.#collectedAt < COLLECT_EVERY_MS[reason]) return;
    const before = heldBytes();
    const retained = retainedBytes() ?? 0;
    const least = {
      idle: Math.max(MIN_GARBAGE_BYTES, MIN_GARBAGE_RATIO * retained),
      pressure: MIN_UNDER_PRESSURE_BYTES,
      suspicion: -Infinity,
    }[reason];
    // The start leaves garbage too.
    const isFirst = this.#collectedAt === -Infinity;
    const haveSomeCome = isFirst || workload.requests !== this.#requestsAtCollection;
    const isOverdue =
      (haveSomeCome || reason === 'pressure') && clock.now() - this.#collectedAt >= COLLECT_ANYWAY_MS[reason];
    if (before - retained < least && !isOverdue) return;
    this.#requestsAtCollection = workload.requests;
    this.#collectedAt = clock.now();
    collect(reason !== 'suspicion');
    const durationMs = clock.now() - this.#collectedAt;
    gcRequested.publish({ reason, freedBytes: Math.max(0, before - heldBytes()), durationMs });
  }
}

type Collector = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' | 'regular' }) => void;
let collector: Collector | undefined;

/** Collects all garbage; thoroughly, it gives pages and code not run lately back too, and takes some times as long. */
export function collectGarbage(isThorough: boolean): void {
  if (collector === undefined) {
    // V8 shows its collector to contexts made after it was told to.
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collector;
  }
  collector({ type: 'major', execution: 'sync', flavor: isThorough ? 'last-resort' : 'regular' });
}
