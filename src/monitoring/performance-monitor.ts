import type { AnswerCache } from '../cache/index.js';
import { REQUEST_CLASSES, type Clock, type RequestClass } from '../common/index.js';
import { toolCallFinished, type Enhancement, type Enhancer } from '../mcp/index.js';
import type { PressureMonitor } from '../memory/index.js';
import { requestAnswered, type Admission, type AnsweredEvent, type ClassPolicy } from '../optimizer/index.js';

import type { Performance } from './performance-report.js';
import { SlidingWindow, type WindowSummary } from './sliding-window.js';

/** What the monitor reads; it is never called by any of them. */
export interface MonitoredParts {
  readonly admission: Admission;
  readonly cache: AnswerCache<object>;
  readonly classes: ClassPolicy;
  readonly clock: Clock;
  readonly enhancer: Enhancer;
  readonly pressure: PressureMonitor;
}

interface ClassRecord {
  readonly latencies: SlidingWindow;
  inTime: number;
}

interface ServerRecord {
  readonly latencies: SlidingWindow;
  used: number;
  lost: number;
}

/** Follows what the service does and reports how well it does it. */
export class PerformanceMonitor {
  readonly #classes = new Map<RequestClass, ClassRecord>();
  readonly #servers = new Map<string, ServerRecord>();
  readonly #startedAt: number;
  #unsubscribe: (() => void)[] = [];

  constructor(private readonly parts: MonitoredParts) {
    this.#startedAt = parts.clock.now();
  }

  start(): void {
    this.#unsubscribe = [
      requestAnswered.subscribe((event) => this.#onAnswered(event)),
      toolCallFinished.subscribe((event) => this.#onToolCall(event)),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
  }

  report(): Performance {
    const { admission, cache, classes, clock, enhancer, pressure } = this.parts;
    const { level, usedRatio, reading } = pressure.pressure;
    return {
      uptimeMs: Math.round(clock.now() - this.#startedAt),
      classes: REQUEST_CLASSES.map((name) => {
        const record = this.#classes.get(name);
        const summary = (record?.latencies ?? new SlidingWindow(1)).summarise();
        const inTime = record?.inTime ?? 0;
        return {
          class: name,
          ...classes.promiseOf(name),
          inTime,
          attainment: summary.count === 0 ? null : inTime / summary.count,
          ...inMilliseconds(summary),
        };
      }),
      admission: admission.state,
      answerCache: cache.state,
      mcpServers: enhancer.servers.map((state) => {
        const record = this.#servers.get(state.server);
        const summary = (record?.latencies ?? new SlidingWindow(1)).summarise();
        return { ...state, used: record?.used ?? 0, lost: record?.lost ?? 0, ...inMilliseconds(summary) };
      }),
      memory: {
        level,
        usedRatio,
        residentBytes: reading.residentBytes,
        heapUsedBytes: reading.heapUsedBytes,
        eventLoopDelayMs: reading.eventLoopDelayMs,
      },
    };
  }

  #onAnswered({ class: name, elapsedMs, isInTime }: AnsweredEvent): void {
    const record = this.#classes.get(name) ?? { latencies: new SlidingWindow(), inTime: 0 };
    this.#classes.set(name, record);
    record.latencies.record(elapsedMs);
    if (isInTime) record.inTime++;
  }

  #onToolCall({ server, outcome, durationMs }: Enhancement): void {
    const record = this.#servers.get(server) ?? { latencies: new SlidingWindow(), used: 0, lost: 0 };
    this.#servers.set(server, record);
    record.latencies.record(durationMs);
    if (outcome === 'used' || outcome === 'cached') record.used++;
    else record.lost++;
  }
}

function inMilliseconds({ count, p50, p95, p99 }: WindowSummary) {
  return { count, p50Ms: p50, p95Ms: p95, p99Ms: p99 };
}
