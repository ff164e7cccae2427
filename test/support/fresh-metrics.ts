import { eventually } from './eventually.js';

/**
 * Metrics of a service that include all that happened before the call: it collects them once a second at most.
 *
 * @param service Its address, or what reads its metrics.
 */
export async function freshMetrics(service: string | (() => Promise<string>)): Promise<string> {
  const collected = typeof service === 'string' ? async () => (await fetch(`${service}/metrics`)).text() : service;
  const before = cpuSeconds(await collected());
  return eventually(async () => {
    const text = await collected();
    return cpuSeconds(text) === before ? undefined : text;
  });
}

/** Grows with every request, so that it tells one collection from the next. */
function cpuSeconds(metrics: string): string | undefined {
  return /^process_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1];
}
