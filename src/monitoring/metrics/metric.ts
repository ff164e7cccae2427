import {
  Counter,
  Gauge,
  Histogram,
  type GaugeConfiguration,
  type ObserveDataWithExemplar,
  type Registry,
} from 'prom-client';

import type { Journal } from '../../conversations/index.js';
import { currentTrace, observe, type RequestClass } from '../../core/index.js';
import type { ServerState } from '../../mcp/index.js';
import type { MemoryMonitors } from '../../memory/index.js';
import type { Admission } from '../../optimizer/index.js';

/** Bounds of durations in seconds, dense around the deadlines of the classes (0.1, 0.5, 2 and 3 s). */
export const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 3, 5, 10] as const;

/** Prefix of every name. */
export const METRIC_PREFIX = 'claude_director_';

/** What metrics read when they are scraped. */
export interface MetricSources {
  readonly admission: Admission;
  readonly config: { readonly current: { readonly version: string }; readonly needRestart: readonly string[] };
  readonly enhancer: { readonly servers: readonly ServerState[] };
  readonly journal: Pick<Journal, 'state'>;
  readonly load: {
    readonly current: { readonly overall: number; readonly classes: Readonly<Record<RequestClass, number>> };
  };
  readonly memory: MemoryMonitors;
  /** Absent without `REDIS_URL`. */
  readonly redis: { readonly isUp: boolean } | undefined;
}

/**
 * The values of a label: a closed list, or a description of their source (ids in the configuration, never input of a
 * caller). Every combination of closed lists is exposed from the start, with 0.
 */
export type LabelValues = readonly string[] | string;

/** A metric before it is registered; `docs/metrics.md` is generated from it. */
export interface MetricDefinition<M = unknown> {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, LabelValues>>;
  create(registry: Registry, sources: MetricSources): M;
}

type Labels<N extends string> = Readonly<Record<N, LabelValues>>;

/** @param create Gets the configuration of the metric and all combinations of its closed labels. */
function define<N extends string, M>(
  type: MetricDefinition['type'],
  name: string,
  help: string,
  labels: Labels<N>,
  create: (
    config: Omit<GaugeConfiguration<N>, 'collect'>,
    sources: MetricSources,
    combinations: Record<N, string>[],
  ) => M,
): MetricDefinition<M> {
  const common = { name: METRIC_PREFIX + name, help };
  const labelNames = Object.keys(labels) as N[];
  return {
    ...common,
    type,
    labels,
    create: (registry, sources) =>
      create({ ...common, labelNames, registers: [registry] }, sources, closedCombinations(labels)),
  };
}

/** @param name Without {@link METRIC_PREFIX}; base units, plural, ending in `_total`. */
export function counter<N extends string = never>(name: string, help: string, labels = {} as Labels<N>) {
  return define('counter', name, help, labels, (config, _sources, combinations) => {
    const created = new Counter<N>(config);
    for (const values of combinations) created.inc(values, 0);
    return created;
  });
}

export function histogram<N extends string = never>(
  name: string,
  help: string,
  buckets: readonly number[],
  labels = {} as Labels<N>,
) {
  return define('histogram', name, help, labels, (config, _sources, combinations) => {
    const created = new Histogram<N>({ ...config, buckets: [...buckets] });
    for (const values of combinations) created.zero(values);
    return created;
  });
}

/** Durations whose buckets lead to traces. */
export interface LatencyHistogram<N extends string> {
  observe(labels: Readonly<Record<N, string>>, seconds: number): void;
}

/**
 * A histogram in which each bucket has the latest sampled trace of what fell into it as its exemplar; while tracing is off
 * there is none.
 *
 * @see https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md#exemplars
 */
export function latencyHistogram<N extends string = never>(
  name: string,
  help: string,
  buckets: readonly number[],
  labels = {} as Labels<N>,
) {
  return define('histogram', name, help, labels, (config, _sources, combinations): LatencyHistogram<N> => {
    const { registers = [], ...others } = config;
    const created = new Histogram<N>({ ...others, registers: [], buckets: [...buckets], enableExemplars: true });
    // Its constructor takes no registry of the text format, which leaves exemplars out when it is written.
    for (const registry of registers) registry.registerMetric(created);
    for (const values of combinations) created.zero(values);
    return {
      observe: (values, seconds) => {
        const trace = currentTrace();
        const exemplarLabels = trace?.isSampled === true ? { trace_id: trace.traceId } : {};
        created.observe({ labels: values, value: seconds, exemplarLabels } as ObserveDataWithExemplar<N>);
      },
    };
  });
}

/** A gauge that is set when an event changes it. */
export function gauge<N extends string = never>(name: string, help: string, labels = {} as Labels<N>) {
  return define('gauge', name, help, labels, (config) => new Gauge<N>(config));
}

/**
 * A gauge without labels that is read when it is scraped; one that cannot be read leaves the others readable.
 *
 * @param read Undefined where there is nothing to measure: the series is absent then.
 */
export function scraped(name: string, help: string, read: (sources: MetricSources) => number | undefined) {
  return define<never, Gauge<never>>('gauge', name, help, {}, (config, sources) => {
    const created: Gauge<never> = new Gauge({
      ...config,
      collect: () =>
        observe(config.name, () => {
          const value = read(sources);
          if (value === undefined) created.remove();
          else created.set(value);
        }),
    });
    return created;
  });
}

/** A gauge with one label that is read when it is scraped: `read` returns the value of each series. */
export function scrapedSeries<N extends string>(
  name: string,
  help: string,
  label: N,
  values: LabelValues,
  read: (sources: MetricSources) => readonly (readonly [labelValue: string, value: number])[],
) {
  return define('gauge', name, help, { [label]: values } as Labels<N>, (config, sources) => {
    const created: Gauge<N> = new Gauge({
      ...config,
      collect: () =>
        observe(config.name, () => {
          created.reset();
          for (const [each, value] of read(sources)) created.set({ [label]: each } as Record<N, string>, value);
        }),
    });
    return created;
  });
}

/** The metrics of one area, updated from its events. */
export interface MetricGroup {
  readonly title: string;
  readonly definitions: readonly MetricDefinition[];
  /** @returns functions that end the subscriptions. */
  publish(registry: Registry, sources: MetricSources): readonly (() => void)[];
}

type Created<D extends Readonly<Record<string, MetricDefinition>>> = {
  readonly [K in keyof D]: ReturnType<D[K]['create']>;
};

/** @param observe subscribes to events; gets the metrics registered. */
export function metricGroup<const D extends Readonly<Record<string, MetricDefinition>>>(
  title: string,
  metrics: D,
  observe: (metrics: Created<D>) => readonly (() => void)[],
): MetricGroup {
  return {
    title,
    definitions: Object.values(metrics),
    publish(registry, sources) {
      const created = Object.entries(metrics).map(([key, definition]) => [key, definition.create(registry, sources)]);
      return observe(Object.fromEntries(created) as Created<D>);
    },
  };
}

/** Every combination of the values of closed labels; none if a label is open. */
function closedCombinations<N extends string>(labels: Readonly<Record<N, LabelValues>>): Record<N, string>[] {
  let combinations: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries<LabelValues>(labels)) {
    if (typeof values === 'string') return [];
    combinations = combinations.flatMap((others) => values.map((value) => ({ ...others, [name]: value })));
  }
  return combinations;
}
