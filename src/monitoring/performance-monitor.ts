import type { AnswerCache, Prefetcher } from '../answers/index.js';
import { REQUEST_CLASSES, stageSchema, type Clock, type RequestClass, type StageName } from '../core/index.js';
import { serverCutOff, toolCallFinished, type Enhancement } from '../mcp/index.js';
import { predictionScored, requestAnswered, requestShed, shedProbed, type ClassPolicy } from '../optimizer/index.js';
import { SlidingHistogram } from '../resilience/index.js';

import { ClassRecord, LATENCY_WINDOW_MS } from './class-record.js';
import type { MetricSources } from './metrics/metric.js';
import type { LoadSignal } from './load-signal.js';
import type { Performance } from './performance-report.js';
import { recommendationsFor } from './recommendations.js';

/** What the report is read from. */
export interface ReportSources extends Pick<MetricSources, 'admission' | 'enhancer' | 'memory'> {
  readonly cache: AnswerCache;
  readonly classes: ClassPolicy;
  readonly clock: Clock;
  readonly load: LoadSignal;
  readonly prefetcher: Prefetcher;
}

interface ServerRecord {
  readonly latencies: SlidingHistogram;
  readonly outcomes: Record<Enhancement['outcome'], number>;
  cutOffs: number;
}

/** Records answers, rejections and tool calls from their events, and makes the performance report. */
export class PerformanceMonitor {
  readonly #classes: ReadonlyMap<RequestClass, ClassRecord>;
  readonly #stages: ReadonlyMap<StageName, SlidingHistogram>;
  readonly #servers = new Map<string, ServerRecord>();
  readonly #startedAt: number;
  #unsubscribe: (() => void)[] = [];

  constructor(private readonly sources: ReportSources) {
    const { clock } = sources;
    this.#startedAt = clock.now();
    this.#classes = new Map(REQUEST_CLASSES.map((name) => [name, new ClassRecord(name, clock)]));
    this.#stages = new Map(stageSchema.shape.name.options.map((name) => [name, this.#histogram()]));
  }

  start(): void {
    this.#unsubscribe = [
      requestAnswered.subscribe((event) => {
        this.#classes.get(event.class)?.recordAnswer(event);
        for (const { name, durationMs } of event.stages) this.#stages.get(name)?.record(durationMs);
      }),
      requestShed.subscribe(({ class: name, reason }) => this.#classes.get(name)?.recordShed(reason)),
      predictionScored.subscribe(({ class: name, predictedMs, actualMs, isInTime }) =>
        this.#classes.get(name)?.recordPrediction(Math.abs(actualMs - predictedMs), isInTime),
      ),
      shedProbed.subscribe(({ class: name, wouldHaveBeenInTime }) =>
        this.#classes.get(name)?.recordProbe(wouldHaveBeenInTime),
      ),
      toolCallFinished.subscribe(({ server, outcome, durationMs }) => {
        const { latencies, outcomes } = this.#server(server);
        latencies.record(durationMs);
        outcomes[outcome]++;
      }),
      serverCutOff.subscribe(({ server }) => this.#server(server).cutOffs++),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
  }

  report(): Performance {
    const { admission, cache, classes, clock, enhancer, load, memory, prefetcher } = this.sources;
    const { classes: classLoads, ...overall } = load.current;
    const measured = {
      load: overall,
      stages: [...this.#stages].map(([stage, latencies]) => ({ stage, ...latencies.quantiles })),
      classes: [...this.#classes].map(([name, record]) => record.report(classes.settingsOf(name), classLoads[name])),
      admission: admission.state,
      answerCache: { ...cache.state, ttlDecisions: [...cache.ttlDecisions], prefetch: prefetcher.state },
      mcpServers: enhancer.servers.map((state) => {
        const { cutOffs, latencies, outcomes } = this.#server(state.server);
        const count = Object.values(outcomes).reduce((sum, calls) => sum + calls, 0);
        const used = outcomes.used + outcomes.cached + outcomes.nothing;
        return {
          ...state,
          outcomes: { ...outcomes },
          used,
          lost: count - used,
          cutOffs,
          count,
          ...latencies.quantiles,
        };
      }),
      memory: memoryReport(memory),
    };
    return {
      uptimeMs: Math.round(clock.now() - this.#startedAt),
      windowMs: LATENCY_WINDOW_MS,
      recommendations: recommendationsFor(measured),
      ...measured,
    };
  }

  #server(id: string): ServerRecord {
    let record = this.#servers.get(id);
    if (record === undefined) {
      const outcomes = { used: 0, cached: 0, nothing: 0, late: 0, open: 0, shed: 0, failed: 0, skipped: 0 };
      record = { latencies: this.#histogram(), outcomes, cutOffs: 0 };
      this.#servers.set(id, record);
    }
    return record;
  }

  #histogram(): SlidingHistogram {
    return new SlidingHistogram({ windowMs: LATENCY_WINDOW_MS }, this.sources.clock);
  }
}

function memoryReport({ accounting, actions, gc, housekeeping, leaks, pressure }: ReportSources['memory']) {
  const { level, limit, reading, usedRatio } = pressure.current;
  const { leak } = leaks;
  return {
    level,
    usedRatio,
    limit: { ...limit },
    residentBytes: reading.residentBytes,
    privateBytes: reading.privateBytes,
    heapUsedBytes: reading.heapUsedBytes,
    retainedBytes: gc.retainedBytes ?? null,
    eventLoopDelayMs: reading.eventLoopDelayMs,
    stallRatio: reading.stallRatio,
    collectingRatio: reading.gcTimeRatio,
    collections: gc.totals,
    relief: actions.state,
    sweptEntries: housekeeping.dropped,
    owners: accounting.components.map(({ component: owner, count, bytes, maxBytes = null }) => ({
      owner,
      count,
      bytes,
      maxBytes,
    })),
    pools: accounting.pools,
    leak:
      leak === undefined ? null : { owner: leak.component, bytes: leak.bytes, bytesPerRequest: leak.bytesPerRequest },
  };
}
