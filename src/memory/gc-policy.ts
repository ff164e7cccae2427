import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { EventChannel, type Clock } from '../core/index.js';

import type { Workload } from './housekeeping.js';

/** Why a collection is requested: the process is idle, memory is short, or to distinguish a leak from garbage. */
export const GC_REASONS = ['idle', 'pressure', 'suspicion'] as const;
export type GcReason = (typeof GC_REASONS)[number];

/** Published after a requested collection. */
export const gcRequested = new EventChannel<{
  readonly reason: GcReason;
  readonly freedBytes: number;
}>('memory:gc:requested');

/** What the policy reads, and the collector it calls. */
export interface Heap {
  /** Bytes of all objects, garbage included. */
  readonly allocatedBytes: () => number;
  /** Bytes that survived the latest full collection; undefined before the first. */
  readonly retainedBytes: () => number | undefined;
  /** Whether only a full collection can show if memory leaks. */
  readonly suspectsLeak: (allocatedBytes: number) => boolean;
  /** Collects synchronously; thoroughly, or as V8 does by itself. */
  readonly collect: (isThorough: boolean) => void;
}

/**
 * A collection blocks the requests that arrive during it: the process must have been idle so long, milliseconds. Under
 * constant load that never happens, and the pages of the heap fragment: after `overdueMs` a moment without open requests
 * is enough.
 */
const IDLE = { afterMs: 3_000, overdueMs: 600_000 } as const;
const MEGABYTE = 1_048_576;

interface Rule {
  /** Between two collections for this reason, milliseconds. */
  readonly intervalMs: number;
  /** Less garbage is not worth a collection, bytes, and as a share of what the latest one retained. */
  readonly minGarbageBytes: number;
  readonly minGarbageRatio: number;
  /** After so long without a collection, milliseconds, whatever was retained then may be garbage: it is tried. */
  readonly overdueMs: number;
}

const RULES: Readonly<Record<GcReason, Rule>> = {
  idle: { intervalMs: 60_000, minGarbageBytes: 8 * MEGABYTE, minGarbageRatio: 0.25, overdueMs: IDLE.overdueMs },
  pressure: { intervalMs: 5_000, minGarbageBytes: MEGABYTE, minGarbageRatio: 0, overdueMs: 15_000 },
  suspicion: { intervalMs: 0, minGarbageBytes: -Infinity, minGarbageRatio: 0, overdueMs: 0 },
};

/**
 * Requests collections that V8 would not make: V8 collects when it allocates, so what a burst left stays resident while
 * the process is idle, and it does not know the limit of the container.
 */
export class GcPolicy {
  readonly #startedAt: number;
  #collectedAt = -Infinity;
  #busyAt: number;
  #requests = 0;
  #requestsAtCollection = 0;

  constructor(
    private readonly heap: Heap,
    private readonly workload: Workload,
    private readonly clock: Clock,
  ) {
    this.#busyAt = this.#startedAt = clock.now();
  }

  /** Requests a collection if one is called for; to be called regularly. */
  sample(isUnderPressure: boolean): void {
    const { heap, workload } = this;
    const now = this.clock.now();
    if (isUnderPressure) this.#collect('pressure');
    if (heap.suspectsLeak(heap.allocatedBytes())) this.#collect('suspicion');
    if (workload.requests !== this.#requests || workload.open() > 0) this.#busyAt = now;
    this.#requests = workload.requests;
    if (workload.open() > 0) return;
    const isOverdue = now - Math.max(this.#collectedAt, this.#startedAt) >= IDLE.overdueMs;
    if (isOverdue || now - this.#busyAt >= IDLE.afterMs) this.#collect('idle');
  }

  #collect(reason: GcReason): void {
    const { clock, heap, workload } = this;
    const rule = RULES[reason];
    const sinceMs = clock.now() - this.#collectedAt;
    if (sinceMs < rule.intervalMs) return;
    const before = heap.allocatedBytes();
    const retained = heap.retainedBytes() ?? 0;
    // The start of the process leaves garbage too.
    const hasServed = this.#collectedAt === -Infinity || workload.requests !== this.#requestsAtCollection;
    const isOverdue = (hasServed || reason === 'pressure') && sinceMs >= rule.overdueMs;
    if (before - retained < Math.max(rule.minGarbageBytes, rule.minGarbageRatio * retained) && !isOverdue) return;
    this.#requestsAtCollection = workload.requests;
    this.#collectedAt = clock.now();
    heap.collect(reason !== 'suspicion');
    gcRequested.publish({ reason, freedBytes: Math.max(0, before - heap.allocatedBytes()) });
  }
}

type Collector = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' | 'regular' }) => void;
let collector: Collector | undefined;

/** Collects all garbage; thoroughly, it also returns free pages and code not run lately, and takes several times as long. */
export function collectGarbage(isThorough: boolean): void {
  if (collector === undefined) {
    // V8 exposes its collector only to contexts created after the flag is set.
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collector;
  }
  collector({ type: 'major', execution: 'sync', flavor: isThorough ? 'last-resort' : 'regular' });
}
