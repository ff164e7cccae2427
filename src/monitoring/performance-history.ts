import * as z from 'zod';

import { every, requestClassSchema, type CancelTimer, type Clock } from '../core/index.js';

import type { Performance } from './performance-report.js';

const INTERVAL_MS = 5_000;
/** A quarter of an hour; about 200 bytes each. */
const MAX_SAMPLES = 180;

/** A few figures of one report. Counts are since the start of the process. */
export const performanceSampleSchema = z.strictObject({
  at: z.number().describe('Milliseconds since the epoch.'),
  load: z.number().min(0).max(1),
  busy: z.number().min(0).max(1),
  open: z.number().min(0).max(1),
  answered: z.int().min(0),
  fromCache: z.int().min(0),
  refused: z.int().min(0),
  inFlight: z.int().min(0),
  queued: z.int().min(0),
  eventLoopDelayMs: z.number().min(0).describe('The longest within the second before.'),
  privateBytes: z.int().min(0),
  heapUsedBytes: z.int().min(0),
  classes: z.array(z.strictObject({ class: requestClassSchema, p95Ms: z.number().nullable() })),
});
export type PerformanceSample = z.infer<typeof performanceSampleSchema>;

/** What the service did lately. */
export const performanceHistorySchema = z.strictObject({
  intervalMs: z.number(),
  samples: z.array(performanceSampleSchema).describe('Oldest first, a quarter of an hour at most.'),
});
export type PerformanceHistory = z.infer<typeof performanceHistorySchema>;

/** Keeps a few figures of a report every five seconds, for those who look after something has happened. */
export class PerformanceRecorder {
  readonly #samples: PerformanceSample[] = [];
  #stop: CancelTimer | undefined;

  constructor(
    private readonly monitor: { report(): Performance },
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.#stop = every(this.clock, INTERVAL_MS, () => {
      this.#samples.push(sampleOf(this.monitor.report()));
      if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
    });
  }

  stop(): void {
    this.#stop?.();
  }

  get history(): PerformanceHistory {
    return { intervalMs: INTERVAL_MS, samples: [...this.#samples] };
  }
}

/** The figures of a report that a history keeps. */
function sampleOf({ admission, answerCache, at, classes, load, memory }: Performance): PerformanceSample {
  const { hit, similar, stale } = answerCache.lookups;
  return {
    at,
    load: load.overall,
    busy: load.busy,
    open: load.open,
    answered: classes.reduce((sum, { count }) => sum + count, 0),
    fromCache: hit + similar + stale,
    refused: admission.shedTotal,
    inFlight: admission.inFlight,
    queued: admission.queued,
    eventLoopDelayMs: memory.eventLoopDelayMs,
    privateBytes: memory.privateBytes,
    heapUsedBytes: memory.heapUsedBytes,
    classes: classes.map(({ class: name, p95Ms }) => ({ class: name, p95Ms })),
  };
}
