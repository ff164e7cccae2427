import type { AnswerCache, Prefetcher } from '../answers/index.js';
import {
  REQUEST_CLASSES,
  stageSchema,
  type CancelTimer,
  type Clock,
  type RequestClass,
  type StageName,
} from '../core/index.js';
import { toolCallFinished, type Enhancement, type Enhancer } from '../mcp/index.js';
import type { PressureMonitor } from '../memory/index.js';
import {
  predictionScored,
  requestAnswered,
  requestShed,
  shedProbed,
  type Admission,
  type AnsweredEvent,
  type ClassPolicy,
} from '../optimizer/index.js';

import { conditionsIn, recommendationsFor, type Measurements } from './advice.js';
import { AlertTracker } from './alert-tracker.js';
import { ClassRecord, LATENCY_WINDOW_MS } from './class-record.js';
import type { LoadSignal } from './load-signal.js';
import type { Performance } from './performance-report.js';
import type { MemoryWatch } from './metrics/metric.js';
import { SlidingHistogram, type Quantiles } from '../resilience/index.js';

/** What the monitor reads; it is never called by any of them. */
export interface MonitoredParts {
  readonly admission: Admission;
  readonly cache: AnswerCache;
  readonly classes: ClassPolicy;
  readonly clock: Clock;
  readonly enhancer: Enhancer;
  readonly load: LoadSignal;
  readonly memory: MemoryWatch;
  readonly prefetcher: Prefetcher;
  readonly pressure: PressureMonitor;
}

interface ServerRecord {
  readonly latencies: SlidingHistogram;
  readonly outcomes: Record<Enhancement['outcome'], number>;
}

const NO_OUTCOMES = { used: 0, cached: 0, late: 0, open: 0, shed: 0, failed: 0, skipped: 0 };

/** Alerts fire after conditions have held for so long, and clear likewise, milliseconds. */
const HOLD_MS = 30_000;
const LOOK_EVERY_MS = 5_000;

/** Follows what the service does and reports how well it does it. */
export class PerformanceMonitor {
  readonly #classes: ReadonlyMap<RequestClass, ClassRecord>;
  readonly #stages: ReadonlyMap<StageName, SlidingHistogram>;
  readonly #servers = new Map<string, ServerRecord>();
  readonly #alerts: AlertTracker;
  readonly #startedAt: number;
  #cancelTimer: CancelTimer | undefined;
  #unsubscribe: (() => void)[] = [];

  constructor(private readonly parts: MonitoredParts) {
    const { clock } = parts;
    this.#startedAt = clock.now();
    this.#alerts = new AlertTracker({ holdMs: HOLD_MS }, clock);
    this.#classes = new Map(REQUEST_CLASSES.map((name) => [name, new ClassRecord(clock)]));
    this.#stages = new Map(stageSchema.shape.name.options.map((name) => [name, this.#histogram()]));
  }

  start(): void {
    this.#unsubscribe = [
      requestAnswered.subscribe((event) => this.#onAnswered(event)),
      requestShed.subscribe(({ class: name, reason }) => this.#classes.get(name)?.refused(reason)),
      predictionScored.subscribe(({ class: name, predictedMs, actualMs, isInTime }) =>
        this.#classes.get(name)?.foretold(Math.abs(actualMs - predictedMs), isInTime),
      ),
      shedProbed.subscribe(({ class: name, wouldHaveMadeIt }) => this.#classes.get(name)?.probed(wouldHaveMadeIt)),
      toolCallFinished.subscribe((event) => this.#onToolCall(event)),
    ];
    this.#scheduleLook();
  }

  stop(): void {
    this.#cancelTimer?.();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
  }

  report(): Performance {
    const measured = this.#measure();
    const { uptimeMs, windowMs, ...rest } = measured;
    // In the order of its schema, what is wrong first.
    return {
      uptimeMs,
      windowMs,
      alerts: this.#alerts.firing,
      recommendations: recommendationsFor(measured),
      ...rest,
    };
  }

  #measure(): Measurements {
    const { admission, cache, clock, enhancer, load, prefetcher, pressure } = this.parts;
    const { classes: classLoads, ...overall } = load.current;
    return {
      uptimeMs: Math.round(clock.now() - this.#startedAt),
      windowMs: LATENCY_WINDOW_MS,
      load: overall,
      stages: [...this.#stages].map(([stage, latencies]) => ({ stage, ...inMilliseconds(latencies.quantiles) })),
      classes: [...this.#classes].map(([name, record]) => this.#measureClass(name, record, classLoads[name])),
      admission: admission.state,
      answerCache: { ...cache.state, ttlDecisions: [...cache.ttlDecisions], prefetch: prefetcher.state },
      mcpServers: enhancer.servers.map((state) => {
        const { latencies, outcomes } = this.#server(state.server);
        const count = Object.values(outcomes).reduce((sum, calls) => sum + calls, 0);
        const used = outcomes.used + outcomes.cached;
        return {
          ...state,
          outcomes: { ...outcomes },
          used,
          lost: count - used,
          count,
          ...inMilliseconds(latencies.quantiles),
        };
      }),
      memory: measureMemory(pressure, this.parts.memory),
    };
  }

  #measureClass(name: RequestClass, record: ClassRecord, load: number): Measurements['classes'][number] {
    const { deadlineMs, objective } = this.parts.classes.promiseOf(name);
    const { latencies, prediction, totals, slowest } = record;
    const { causes, ...budget } = record.budget(objective);
    return {
      class: name,
      deadlineMs,
      objective,
      ...totals,
      ...inMilliseconds(latencies.quantiles),
      prediction,
      trend: latencies.trend,
      load,
      budget: { ...budget, causes: [...causes] },
      slowest,
    };
  }

  #onAnswered(event: AnsweredEvent): void {
    this.#classes.get(event.class)?.answered(event);
    for (const { name, durationMs } of event.stages) this.#stages.get(name)?.record(durationMs);
  }

  #onToolCall({ server, outcome, durationMs }: Enhancement): void {
    const record = this.#server(server);
    record.latencies.record(durationMs);
    record.outcomes[outcome]++;
  }

  #server(id: string): ServerRecord {
    let record = this.#servers.get(id);
    if (record === undefined) {
      record = { latencies: this.#histogram(), outcomes: { ...NO_OUTCOMES } };
      this.#servers.set(id, record);
    }
    return record;
  }

  #histogram(): SlidingHistogram {
    return new SlidingHistogram({ windowMs: LATENCY_WINDOW_MS }, this.parts.clock);
  }

  #scheduleLook(): void {
    this.#cancelTimer = this.parts.clock.schedule(LOOK_EVERY_MS, () => {
      this.#alerts.look(conditionsIn(this.#measure()));
      this.#scheduleLook();
    });
  }
}

function measureMemory(
  { pressure: { level, limit, reading, usedRatio }, actions: relief }: PressureMonitor,
  { garbage, housekeeping, leaks, owners }: MemoryWatch,
): Measurements['memory'] {
  return {
    level,
    usedRatio,
    limit: { ...limit },
    residentBytes: reading.residentBytes,
    privateBytes: reading.privateBytes,
    heapUsedBytes: reading.heapUsedBytes,
    retainedBytes: garbage.retainedBytes ?? null,
    eventLoopDelayMs: reading.eventLoopDelayMs,
    stallRatio: reading.stallRatio,
    collectingRatio: reading.collectingRatio,
    collections: garbage.tallies,
    relief: relief.state,
    sweptEntries: housekeeping.dropped,
    owners: owners.components.map((report) => ({ ...report, maxBytes: report.maxBytes ?? null })),
    pools: owners.pools,
    leak: leaks.leak ?? null,
  };
}

function inMilliseconds({ p50, p95, p99 }: Quantiles) {
  return { p50Ms: p50, p95Ms: p95, p99Ms: p99 };
}
