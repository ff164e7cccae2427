import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

import type { Clock } from '../core/index.js';

/** Kinds of collections, as V8 distinguishes them. */
export const GC_KINDS = ['minor', 'major', 'incremental', 'weak'] as const;
type GcKind = (typeof GC_KINDS)[number];
const KINDS = new Map<number, GcKind>([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weak'],
]);

/** Time constant of the average: one collection that a starved machine drew out is no sign of memory pressure. */
const AVERAGED_MS = 10_000;

/**
 * Observes the collections of V8.
 *
 * @remarks An observed collection costs about 10 µs; under load there are a few a second.
 */
export class GcMonitor {
  readonly #totals = GC_KINDS.map((kind) => ({ kind, count: 0, totalMs: 0, longestMs: 0 }));
  #observer: PerformanceObserver | undefined;
  #retainedBytes: number | undefined;
  #majorMs = 0;
  #gcTimeRatio = 0;
  #takenAt: number;
  /** Called after every full collection with the bytes that survived it. */
  onCollected: ((retainedBytes: number) => void) | undefined;

  constructor(private readonly clock: Clock) {
    this.#takenAt = clock.now();
  }

  /** What survived the latest full collection, in the heap and beside it, bytes; undefined before the first. */
  get retainedBytes(): number | undefined {
    return this.#retainedBytes;
  }

  /** Collections of each kind since the start. */
  get totals() {
    return this.#totals.map((each) => ({ ...each }));
  }

  start(): void {
    this.#observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { detail } = entry as unknown as { readonly detail: { readonly kind: number } };
        this.record(KINDS.get(detail.kind), entry.duration);
      }
    });
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  record(kind: GcKind | undefined, durationMs: number): void {
    const totals = this.#totals.find((each) => each.kind === kind);
    if (totals === undefined) return;
    totals.count++;
    totals.totalMs += durationMs;
    totals.longestMs = Math.max(totals.longestMs, durationMs);
    if (kind !== 'major') return;
    this.#majorMs += durationMs;
    this.#retainedBytes = allocatedBytes();
    this.onCollected?.(this.#retainedBytes);
  }

  /** Share of about the last ten seconds spent in full collections, 0–1; to be called regularly. */
  takeGcTimeRatio(): number {
    const now = this.clock.now();
    const elapsedMs = now - this.#takenAt;
    if (elapsedMs <= 0) return this.#gcTimeRatio;
    const latest = Math.min(1, this.#majorMs / elapsedMs);
    this.#gcTimeRatio += (1 - Math.exp(-elapsedMs / AVERAGED_MS)) * (latest - this.#gcTimeRatio);
    this.#takenAt = now;
    this.#majorMs = 0;
    return this.#gcTimeRatio;
  }
}

/** Bytes of all objects, garbage included, in the heap and, as the contents of buffers, beside it. */
export function allocatedBytes(): number {
  const { external_memory: external, used_heap_size: used } = getHeapStatistics();
  return used + external;
}
