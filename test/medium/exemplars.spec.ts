import { execFileSync } from 'node:child_process';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { OtlpCollector } from '../support/otlp-collector.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { describeWith, prometheus, promtool, startPrometheus } from '../support/services.js';

/** What Prometheus sends. */
const ACCEPT =
  'application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const LATENCIES = 'claude_director_request_duration_seconds';

const exemplarsIn = (text: string) =>
  text.split('\n').flatMap((line) => {
    const [, name, traceId] = /^(\w+)_bucket\{.*\} \d+ # \{trace_id="(\w+)"\} \S+ \d+(?:\.\d+)?$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, traceId }];
  });
const seriesIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('route="/metrics"'))
    .map((line) => line.slice(0, line.indexOf(' ')))
    .toSorted();

describe('exemplars', () => {
  let collector: OtlpCollector;
  beforeEach(async () => {
    collector = await OtlpCollector.start();
  });
  afterEach(() => collector.stop());

  const ask = (service: RunningApp, flags = '01') =>
    service.post(
      '/v1/answers',
      { question: QUESTION, class: 'multi-persona', noCache: true },
      { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-${flags}` },
    );

  it('lead from latencies to traces that the collector got', async () => {
    const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await ask(service);
    const { headers, text } = await service.get('/metrics', { accept: ACCEPT });
    await service.stop();
    expect(headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(headers['vary']).toContain('Accept');
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    const found = exemplarsIn(text);
    expect(new Set(found.map(({ name }) => name))).toEqual(
      new Set([LATENCIES, 'claude_director_stage_duration_seconds', 'claude_director_mcp_call_duration_seconds']),
    );
    expect(new Set(found.map(({ traceId }) => traceId))).toEqual(new Set([CALLER.traceId]));
    expect(collector.spans.some(({ traceId }) => traceId === CALLER.traceId)).toBe(true);
  });

  it('are of sampled traces alone', async () => {
    const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await ask(service, '00');
    const { text } = await service.get('/metrics', { accept: ACCEPT });
    await service.stop();
    expect(text).toMatch(/request_duration_seconds_count\{class="multi-persona"\} 1\n/);
    expect(exemplarsIn(text)).toEqual([]);
  });

  it('are nowhere while nothing is traced', async () => {
    const service = await RunningApp.start();
    await ask(service);
    const { text } = await service.get('/metrics', { accept: ACCEPT });
    await service.stop();
    expect(text).not.toContain(' # {');
  });

  it('leave the text format as it is, whichever is scraped first', async () => {
    const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await ask(service);
    const open = await service.get('/metrics', { accept: ACCEPT });
    const plain = await service.get('/metrics', { accept: 'text/plain;version=0.0.4' });
    const unnamed = await service.get('/metrics', { accept: '*/*' });
    const refused = await service.get('/metrics', { accept: 'application/openmetrics-text;q=0, text/plain' });
    await service.stop();
    for (const { headers } of [plain, unnamed, refused]) {
      expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    }
    expect(plain.text).not.toContain(' # {');
    expect(plain.text).toContain('# TYPE claude_director_requests_total counter\n');
    expect(open.text).toContain('# TYPE claude_director_requests counter\n');
    expect(seriesIn(open.text)).toEqual(seriesIn(plain.text));
  });

  describeWith(promtool, 'for promtool', () => {
    it('leave the text format without a mistake', async () => {
      const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
      await ask(service);
      const { text } = await service.get('/metrics');
      await service.stop();
      const ours = text.replaceAll(/^.*\bnodejs_.*$\n?/gm, '');
      expect(execFileSync(promtool ?? 'promtool', ['check', 'metrics'], { input: ours, encoding: 'utf8' })).toBe('');
    });
  });

  describeWith(prometheus, 'in Prometheus', () => {
    it('are stored, and found by the query of a panel', async () => {
      const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
      await ask(service);
      const server = await startPrometheus(await service.listen());
      const query = `histogram_quantile(0.99, sum by (class, le) (rate(${LATENCIES}_bucket{job=~"claude-director"}[5m])))`;
      const found = await eventually(async () => {
        const range = `start=${Date.now() / 1_000 - 600}&end=${Date.now() / 1_000 + 600}`;
        const reply = await fetch(`${server.url}/api/v1/query_exemplars?query=${encodeURIComponent(query)}&${range}`);
        const { data } = (await reply.json()) as { data?: readonly { exemplars: readonly { labels: object }[] }[] };
        return data?.[0]?.exemplars[0];
      });
      const targets = await (await fetch(`${server.url}/api/v1/targets`)).json();
      await server.remove();
      await service.stop();
      expect(found.labels).toEqual({ trace_id: CALLER.traceId });
      expect(JSON.stringify(targets)).toContain('"health":"up"');
    });
  });
});
