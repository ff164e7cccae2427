import type { TraceResource, Tracing } from './tracing.js';

/**
 * Loads OpenTelemetry, which takes 10 MB, and starts to trace.
 *
 * @param url Collector for OTLP over HTTP, without `/v1/traces`.
 */
export async function startTracing(url: string, resource: TraceResource): Promise<Tracing> {
  // A module of ours: the dynamic import of a bundled CommonJS package would have only a default export.
  const { createTracing } = await import('./tracing.js');
  return createTracing(url, resource);
}
