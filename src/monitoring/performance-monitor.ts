import { answerLookedUp, feedbackGiven, type AnswerCache, type CacheUse, type Prefetcher } from '../answers/index.js';
import { secondTierUsed } from '../cache/index.js';
import type { StoredFeedback } from '../conversations/index.js';
import {
  REQUEST_CLASSES,
  stageSchema,
  type Clock,
  type DegradationCause,
  type RequestClass,
  type StageName,
} from '../core/index.js';
import { serverCutOff, serversReloaded, toolCallFinished, type Enhancement } from '../mcp/index.js';
import type { ModelAuthors } from '../models/index.js';
import { predictionScored, requestAnswered, requestFailed, requestShed, type ClassPolicy } from '../optimizer/index.js';
import { SlidingHistogram } from '../resilience/index.js';

import { ClassRecord, LATENCY_WINDOW_MS } from './class-record.js';
import { FeedbackTally } from './feedback-tally.js';
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
  readonly models: Pick<ModelAuthors, 'endpoints'>;
  readonly prefetcher: Prefetcher;
}

/** As `averageValue` in `k8s/overlays/production/autoscaler.yaml`. */
const AUTOSCALER_TARGET = 0.6;

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
  readonly #feedback = new FeedbackTally();
  readonly #lookups = { hit: 0, similar: 0, stale: 0, miss: 0, bypass: 0 } satisfies Record<CacheUse['answer'], number>;
  readonly #degradations = new Map<DegradationCause, number>();
  readonly #reloads: { count: number; lastAt: number | null } = { count: 0, lastAt: null };
  #collapsed = 0;
  #redisHits = 0;
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
        for (const cause of event.causes) this.#degradations.set(cause, (this.#degradations.get(cause) ?? 0) + 1);
      }),
      answerLookedUp.subscribe(({ isCollapsed, result }) => {
        this.#lookups[result]++;
        if (isCollapsed) this.#collapsed++;
      }),
      secondTierUsed.subscribe(({ operation, outcome }) => {
        if (operation === 'get' && outcome === 'hit') this.#redisHits++;
      }),
      feedbackGiven.subscribe(({ feedback, replaced }) => {
        if (replaced !== undefined) this.#feedback.count(replaced, -1);
        this.#feedback.count(feedback);
      }),
      serversReloaded.subscribe(() => {
        this.#reloads.count++;
        this.#reloads.lastAt = this.sources.clock.epochMs();
      }),
      requestShed.subscribe(({ class: name, reason }) => this.#classes.get(name)?.recordShed(reason)),
      requestFailed.subscribe(({ class: name, reason }) => this.#classes.get(name)?.recordFailure(reason)),
      predictionScored.subscribe(({ class: name, predictedMs, actualMs, isInTime }) =>
        this.#classes.get(name)?.recordPrediction(Math.abs(actualMs - predictedMs), isInTime),
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

  /** Counts what was said about answers before this process started. */
  recall(feedback: readonly StoredFeedback[]): void {
    for (const one of feedback) this.#feedback.count(one);
  }

  report(): Performance {
    const { admission, cache, classes, clock, enhancer, load, memory, models, prefetcher } = this.sources;
    const { classes: classLoads, ...overall } = load.current;
    const measured = {
      load: { ...overall, target: AUTOSCALER_TARGET },
      stages: [...this.#stages].map(([stage, latencies]) => ({ stage, ...latencies.quantiles })),
      classes: [...this.#classes].map(([name, record]) => record.report(classes.settingsOf(name), classLoads[name])),
      admission: admission.state,
      answerCache: {
        ...cache.state,
        ttlDecisions: [...cache.ttlDecisions],
        lookups: { ...this.#lookups },
        collapsed: this.#collapsed,
        redisHits: this.#redisHits,
        prefetch: prefetcher.state,
      },
      degradations: [...this.#degradations]
        .map(([cause, count]) => ({ cause, count }))
        .sort((a, b) => b.count - a.count),
      feedback: this.#feedback.report(),
      reloads: { ...this.#reloads },
      modelEndpoints: [...models.endpoints],
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
      at: clock.epochMs(),
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
