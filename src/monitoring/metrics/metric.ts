import { Counter, Gauge, Histogram, type GaugeConfiguration, type Metric, type Registry } from 'prom-client';

import type { Journal } from '../../conversations/index.js';
import type { RequestClass } from '../../core/index.js';
import type { ServerState } from '../../mcp/index.js';
import type { MemoryMonitors } from '../../memory/index.js';
import type { Admission } from '../../optimizer/index.js';

/** Prefix of every name. */
export const METRIC_PREFIX = 'claude_director_';

/** What metrics read when they are scraped. */
export interface MetricSources {
  readonly admission: Admission;
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
export interface MetricDefinition<M extends Metric<never> = Metric<never>> {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, LabelValues>>;
  create(registry: Registry, sources: MetricSources): M;
}

interface Definition<N extends string> {
  /** Without {@link METRIC_PREFIX}; base units, plural, `_total` for a counter. */
  readonly name: string;
  readonly help: string;
  readonly labels?: Readonly<Record<N, LabelValues>>;
}

function define<N extends string, M extends Metric<N>>(
  type: MetricDefinition['type'],
  { name, help, labels = {} as Readonly<Record<N, LabelValues>> }: Definition<N>,
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

export function counter<N extends string = never>(definition: Definition<N>): MetricDefinition<Counter<N>> {
  return define('counter', definition, (config, _sources, combinations) => {
    const created = new Counter(config);
    for (const values of combinations) created.inc(values, 0);
    return created;
  });
}

/** A gauge that is set when an event changes it. */
export function gauge<N extends string = never>(definition: Definition<N>): MetricDefinition<Gauge<N>> {
  return define('gauge', definition, (config) => new Gauge(config));
}

/** One value of a gauge with labels. */
export interface Sample<N extends string> {
  readonly labels: Readonly<Record<N, string>>;
  readonly value: number;
}

/** A gauge that is read when it is scraped: `read` returns its value, or one sample per combination of labels. */
export function scraped<N extends string = never>(
  definition: Definition<N>,
  read: (sources: MetricSources) => number | readonly Sample<N>[],
): MetricDefinition<Gauge<N>> {
  return define('gauge', definition, (config, sources) => {
    const created: Gauge<N> = new Gauge({
      ...config,
      collect() {
        const samples = read(sources);
        if (typeof samples === 'number') created.set(samples);
        else for (const { labels, value } of samples) created.set(labels, value);
      },
    });
    return created;
  });
}

export function histogram<N extends string = never>({
  buckets,
  ...definition
}: Definition<N> & { readonly buckets: readonly number[] }): MetricDefinition<Histogram<N>> {
  return define('histogram', definition, (config, _sources, combinations) => {
    const created = new Histogram({ ...config, buckets: [...buckets] });
    for (const values of combinations) created.zero(values);
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
