import { Registry, type Metric, type OpenMetricsContentType } from 'prom-client';

/** The format that carries exemplars. */
export const OPENMETRICS_TYPE = Registry.OPENMETRICS_CONTENT_TYPE;

interface Collected {
  readonly name: string;
}

/** What `prom-client` reads of a metric to write it, beside its declared types. */
interface WritableMetric {
  readonly name: string;
  readonly type: unknown;
  get(): Promise<Collected>;
  getForPromString?(): Promise<Collected>;
}

/**
 * The metrics of `source` as OpenMetrics text.
 *
 * A registry of this format takes the ending `_total` off the names of its counters, and writes it again with each sample;
 * the counters themselves would stay without it in the text format, so it gets copies.
 */
export function openMetricsText(source: Pick<Registry, 'getMetricsAsArray'>): Promise<string> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(OPENMETRICS_TYPE);
  for (const metric of source.getMetricsAsArray()) {
    registry.registerMetric(copyOf(metric as unknown as WritableMetric) as unknown as Metric);
  }
  return registry.metrics();
}

function copyOf(metric: WritableMetric): WritableMetric {
  const name = metric.type === 'counter' ? metric.name.replace(/_total$/, '') : metric.name;
  const collected = () => metric.getForPromString?.() ?? metric.get();
  return { name, type: metric.type, get: async () => ({ ...(await collected()), name }) };
}

/**
 * Whether an `Accept` header prefers OpenMetrics to the text format.
 *
 * @see https://prometheus.io/docs/instrumenting/content_negotiation/
 */
export function prefersOpenMetrics(accept = ''): boolean {
  const [open, text] = [weightOf(accept, 'application/openmetrics-text'), weightOf(accept, 'text/plain')];
  return open > 0 && open >= text;
}

/** The largest weight of a media type; 0 where it is not named. */
function weightOf(accept: string, type: string): number {
  const weights = accept.split(',').flatMap((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (name !== type) return [];
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return Number.isFinite(weight) ? [weight] : [];
  });
  return Math.max(0, ...weights);
}
