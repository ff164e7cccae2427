import { METRIC_GROUPS } from '../dist/monitoring/metrics.js';

/** `docs/metrics.md`: every metric with its labels, from the definitions the service registers. */
export function metricsReference() {
  return [
    '# Metrics',
    '',
    'You want to query, graph or alert on the service. This page is generated from `src/monitoring/metrics/`.',
    '',
    '`GET /metrics` serves these in the Prometheus text format, with the usual `process_*` and `nodejs_*` metrics of the',
    'runtime. Labels are closed sets: never a tenant, text or address. A series whose labels are all listed here is',
    'exposed from the start, with 0; one with an id from the configuration appears with its first event.',
    'A scrape that asks for OpenMetrics, as those of Prometheus do, gets that instead, with a trace as the exemplar of each',
    'bucket of the latencies, while [traces](guides/kubernetes.md#from-a-latency-to-its-trace) are exported.',
    ...METRIC_GROUPS.flatMap(({ title, definitions }) => [
      '',
      `## ${title}`,
      '',
      '| Metric | Type | Labels | Meaning |',
      '| --- | --- | --- | --- |',
      ...definitions.map(row),
    ]),
    '',
  ].join('\n');
}

function row({ name, type, labels, help }) {
  const described = Object.entries(labels).map(([label, values]) => `\`${label}\`: ${valuesOf(values)}`);
  return `| \`${name}\` | ${type} | ${described.join('; ')} | ${help} |`;
}

function valuesOf(values) {
  return typeof values === 'string' ? values : values.map((value) => `\`${value}\``).join(' ');
}
