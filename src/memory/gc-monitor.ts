import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

import type { Clock } from '../core/index.js';

/** Kinds of collections, as V8 tells them apart. */
export const COLLECTION_KINDS = ['minor', 'major', 'incremental', 'weak'] as const;
export type CollectionKind = (typeof COLLECTION_KINDS)[number];

const KINDS: Readonly<Record<number, CollectionKind>> = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak',
};

/** As `PerformanceObserver` shows it. */
interface Collection {
  readonly duration: number;
  readonly detail: { readonly kind: number };
}

/** A single collection that a starved machine drew out is no sign of tight memory: collecting again and again is. */
const AVERAGED_MS = 10_000;

/** What collections of one kind have come to since the start. */
export interface CollectionTally {
  readonly kind: CollectionKind;
  readonly count: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

/**
 * Follows what V8 collects.
 *
 * @remarks An observed collection costs about 10 µs; under load there are a few a second.
 */
export class GcMonitor {
  readonly #tallies = new Map<CollectionKind, { count: number; totalMs: number; longestMs: number }>(
    COLLECTION_KINDS.map((kind) => [kind, { count: 0, totalMs: 0, longestMs: 0 }]),
  );
  #observer: PerformanceObserver | undefined;
  #retainedBytes: number | undefined;
  #majorMs = 0;
  #collectingRatio = 0;
  #takenAt: number;
  /** Told after every full collection what is left: what somebody holds, bytes. */
  onCollected: ((retainedBytes: number) => void) | undefined;

  constructor(private readonly clock: Clock) {
    this.#takenAt = clock.now();
  }

  /** What was left after the latest full collection, in the heap and beside it; undefined before the first. */
  get retainedBytes(): number | undefined {
    return this.#retainedBytes;
  }

  get tallies(): CollectionTally[] {
    return [...this.#tallies].map(([kind, tally]) => ({ kind, ...tally }));
  }

  start(): void {
    this.#observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { detail, duration } = entry as unknown as Collection;
        const kind = KINDS[detail.kind];
        if (kind !== undefined) this.note(kind, duration);
      }
    });
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  note(kind: CollectionKind, durationMs: number): void {
    const tally = this.#tallies.get(kind);
    if (tally !== undefined) {
      tally.count++;
      tally.totalMs += durationMs;
      tally.longestMs = Math.max(tally.longestMs, durationMs);
    }
    if (kind !== 'major') return;
    this.#majorMs += durationMs;
    this.#retainedBytes = heldBytes();
    this.onCollected?.(this.#retainedBytes);
  }

  /** Share of about the last ten seconds that went into full collections, 0–1; to be asked regularly. */
  takeGcTimeRatio(): number {
    const now = this.clock.now();
    const elapsedMs = now - this.#takenAt;
    if (elapsedMs <= 0) return this.#collectingRatio;
    const latest = Math.min(1, this.#majorMs / elapsedMs);
    this.#collectingRatio += (1 - Math.exp(-elapsedMs / AVERAGED_MS)) * (latest - this.#collectingRatio);
    this.#takenAt = now;
    this.#majorMs = 0;
    return this.#collectingRatio;
  }
}

/** What objects take now, in the heap and, as the contents of buffers, beside it, bytes. */
export function heldBytes(): number {
  const { external_memory: external, used_heap_size: used } = getHeapStatistics();
  return used + external;
}
