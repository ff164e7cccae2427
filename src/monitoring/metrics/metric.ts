import { Counter, Gauge, Histogram, type Metric, type Registry } from 'prom-client';

import type { Journal } from '../../conversations/index.js';
import type { ServerState } from '../../mcp/index.js';
import type { GcMonitor, Housekeeping, LeakDetector, MemoryAccounting, PressureMonitor } from '../../memory/index.js';
import type { Admission } from '../../optimizer/index.js';
import type { LoadSignal } from '../load-signal.js';

/** Every name begins with it. */
export const METRIC_PREFIX = 'claude_director_';

/** What watches memory besides {@link PressureMonitor}. */
export interface MemoryWatch {
  readonly garbage: GcMonitor;
  readonly housekeeping: Housekeeping;
  readonly leaks: LeakDetector;
  readonly owners: MemoryAccounting;
}

/** What metrics read when they are scraped. */
export interface MetricSources {
  readonly admission: Admission;
  readonly journal: Pick<Journal, 'state'>;
  readonly load: LoadSignal;
  readonly memory: Pick<MemoryWatch, 'garbage' | 'leaks' | 'owners'>;
  readonly pressure: PressureMonitor;
  /** Absent without `REDIS_URL`. */
  readonly redis: { readonly isUp: boolean } | undefined;
  /** MCP servers as they stand now. */
  readonly enhancer: { readonly servers: readonly ServerState[] };
}

/**
 * The values a label may take: a closed list, or in words where they come from (ids in the configuration, never
 * anything a caller sends). Every combination of closed lists is exposed from the start, with 0.
 */
export type LabelValues = readonly string[] | string;

/** A metric before it is registered; `docs/metrics.md` is made from it. */
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

/** A number that only grows. */
export function counter<N extends string = never>(definition: Definition<N>): MetricDefinition<Counter<N>> {
  const { labels, ...common } = described(definition);
  return {
    ...common,
    type: 'counter',
    labels,
    create(registry) {
      const created = new Counter({ ...common, labelNames: namesOf(definition), registers: [registry] });
      for (const values of closedCombinations(definition)) created.inc(values, 0);
      return created;
    },
  };
}

/** A number that is set when it changes. */
export function gauge<N extends string = never>(definition: Definition<N>): MetricDefinition<Gauge<N>> {
  const { labels, ...common } = described(definition);
  return {
    ...common,
    type: 'gauge',
    labels,
    create: (registry) => new Gauge({ ...common, labelNames: namesOf(definition), registers: [registry] }),
  };
}

/** One value of a gauge with labels. */
export interface Sample<N extends string> {
  readonly labels: Readonly<Record<N, string>>;
  readonly value: number;
}

/** A number that is read when it is scraped: `read` gives it, or one sample for each combination of labels. */
export function scraped<N extends string = never>(
  definition: Definition<N>,
  read: (sources: MetricSources) => number | readonly Sample<N>[],
): MetricDefinition<Gauge<N>> {
  const { labels, ...common } = described(definition);
  return {
    ...common,
    type: 'gauge',
    labels,
    create(registry, sources) {
      const created: Gauge<N> = new Gauge({
        ...common,
        labelNames: namesOf(definition),
        registers: [registry],
        collect() {
          const samples = read(sources);
          if (typeof samples === 'number') created.set(samples);
          else for (const { labels: values, value } of samples) created.set(values, value);
        },
      });
      return created;
    },
  };
}

/** How often a quantity fell below each of `buckets`. */
export function histogram<N extends string = never>(
  definition: Definition<N> & { readonly buckets: readonly number[] },
): MetricDefinition<Histogram<N>> {
  const { labels, ...common } = described(definition);
  return {
    ...common,
    type: 'histogram',
    labels,
    create(registry) {
      const created = new Histogram({
        ...common,
        labelNames: namesOf(definition),
        buckets: [...definition.buckets],
        registers: [registry],
      });
      for (const values of closedCombinations(definition)) created.zero(values);
      return created;
    },
  };
}

/** Metrics of one area, and how they follow its events. */
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

function described<N extends string>({ name, help, labels }: Definition<N>) {
  return { name: METRIC_PREFIX + name, help, labels: labels ?? {} };
}

function namesOf<N extends string>({ labels }: Definition<N>): N[] {
  return Object.keys(labels ?? {}) as N[];
}

/** Every combination of the values of closed labels; nothing when a label is open. */
function closedCombinations<N extends string>({ labels }: Definition<N>): Record<N, string>[] {
  let combinations: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries<LabelValues>(labels ?? {})) {
    if (typeof values === 'string') return [];
    combinations = combinations.flatMap((others) => values.map((value) => ({ ...others, [name]: value })));
  }
  return combinations;
}
