import { METRIC_GROUPS } from './metrics.js';
import type { LabelValues, MetricDefinition } from './metrics/metric.js';

/** `docs/metrics.md`: every metric with its labels, from the definitions the service registers. */
export function metricsReference(): string {
  return [
    '# Metrics',
    '',
    'Generated from `src/monitoring/metrics/` by `npm run generate`.',
    '',
    '`GET /metrics` serves these in the Prometheus text format, with the usual `process_*` and `nodejs_*` metrics of the',
    'runtime. Labels are closed sets: no tenant, text or address is ever one. A series whose labels are all listed here is',
    'exposed from the start, with 0; one with an id from the configuration appears with its first event.',
    ...METRIC_GROUPS.flatMap(({ title, definitions }) => [
      '',
      `## ${title}`,
      '',
      '| Metric | Type | Labels | What it tells |',
      '| --- | --- | --- | --- |',
      ...definitions.map(row),
    ]),
    '',
  ].join('\n');
}

function row({ name, type, labels, help }: MetricDefinition): string {
  const described = Object.entries(labels).map(([label, values]) => `\`${label}\`: ${valuesOf(values)}`);
  return `| \`${name}\` | ${type} | ${described.join('; ')} | ${help} |`;
}

function valuesOf(values: LabelValues): string {
  return typeof values === 'string' ? values : values.map((value) => `\`${value}\``).join(' ');
}
