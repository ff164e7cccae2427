import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { modelYaml, MODEL_ENV } from '../support/model-yaml.js';
import { ModelServer } from '../support/model-server.js';
import { OtlpCollector } from '../support/otlp-collector.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { StubHttpServer } from '../support/stub-http-server.js';
import { Subscriber } from '../support/subscriber.js';

const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

describe('tracing', () => {
  let collector: OtlpCollector;
  beforeEach(async () => {
    collector = await OtlpCollector.start();
  });
  afterEach(() => collector.stop());

  it('makes spans of the request, its stages and its MCP calls, within the trace of the caller', async () => {
    const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
    const { headers, status } = await service.post(
      '/v1/answers',
      { question: QUESTION, class: 'multi-persona' },
      { traceparent },
    );
    await service.get('/health/live');
    await service.stop();

    expect(status).toBe(200);
    expect(collector.paths.every((path) => path === '/v1/traces')).toBe(true);
    const ours = collector.spans.filter(({ traceId }) => traceId === CALLER.traceId);
    const root = ours.find(({ parentSpanId }) => parentSpanId === CALLER.spanId);
    expect(root?.name).toBe('POST /v1/answers');
    expect(headers['traceparent']).toBe(`00-${CALLER.traceId}-${root?.spanId}-01`);
    const children = ours.filter(({ parentSpanId }) => parentSpanId === root?.spanId).map(({ name }) => name);
    expect(children).toEqual(expect.arrayContaining(['admission', 'detect', 'route', 'enhance', 'compose']));
    const enhance = ours.find(({ name }) => name === 'enhance');
    const calls = ours.filter(({ parentSpanId }) => parentSpanId === enhance?.spanId);
    expect(calls.map(({ name }) => name).toSorted()).toEqual([
      'tools/call find_passages',
      'tools/call systematic_analysis',
    ]);
    expect(calls[0]?.attributes).toContainEqual({ key: 'mcp.method.name', value: { stringValue: 'tools/call' } });
    expect(root?.attributes).toContainEqual({ key: 'http.route', value: { stringValue: '/v1/answers' } });
    for (const span of ours) {
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
    }
    expect(collector.spans.some(({ name }) => name.includes('health'))).toBe(false);
  });

  it('passes MCP servers the trace of a call', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-tracing-'));
    const log = join(folder, 'log');
    const yaml = `
mcp:
  servers:
    - id: stub
      transport: stdio
      command: ${JSON.stringify(process.execPath)}
      args: [${JSON.stringify(join(import.meta.dirname, '../support/meta-mcp-server.mjs'))}]
      env: { LOG_FILE: ${JSON.stringify(log)} }
      tool: note
`;
    const service = await RunningApp.start({ yaml, env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await service.post(
      '/v1/answers',
      { question: QUESTION, class: 'multi-persona' },
      { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` },
    );
    const traceparent = await eventually(() =>
      existsSync(log) ? /00-[0-9a-f]{32}-[0-9a-f]{16}-01/.exec(readFileSync(log, 'utf8'))?.[0] : undefined,
    );
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
    expect(traceparent.split('-')[1]).toBe(CALLER.traceId);
  });

  it('passes it to servers and models over HTTP, in a header', async () => {
    const server = await StubHttpServer.start();
    const model = await ModelServer.start('openai', { kind: 'writes', text: 'Wait less.' });
    const yaml = `mcp:\n  servers:\n${server.entry('stub')}${modelYaml('openai', [model.url])}`;
    const service = await RunningApp.start({ yaml, env: { ...MODEL_ENV, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await service.post(
      '/v1/answers',
      { question: QUESTION, class: 'multi-persona' },
      { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` },
    );
    const calls = [...server.calledWith, ...model.calls.map(({ headers }) => headers)];
    const seen = calls.map(({ traceparent }) => String(traceparent).split('-')[1]);
    await service.stop();
    await Promise.all([server.stop(), model.stop()]);
    expect(server.calledWith.length).toBeGreaterThan(0);
    expect(model.calls.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set([CALLER.traceId]));
  });

  it('ends the span of a request that became a WebSocket', async () => {
    const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
    const subscriber = await Subscriber.open(await service.listen(), { headers: { traceparent } });
    subscriber.close();
    await service.stop();
    const [upgrade, ...others] = collector.spans.filter(({ traceId }) => traceId === CALLER.traceId);
    expect(others).toEqual([]);
    expect(upgrade).toMatchObject({ name: 'GET /graphql', parentSpanId: CALLER.spanId });
    const status = { key: 'http.response.status_code', value: { intValue: 101 } };
    expect(upgrade?.attributes).toContainEqual(status);
  });

  it('names what the spans come from as the environment says', async () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'advice',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging,team=platform%20one',
    };
    const service = await RunningApp.start({ env });
    await service.post('/v1/answers', { question: QUESTION });
    await service.stop();
    const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
    expect(collector.resources[0]).toEqual(
      expect.arrayContaining([
        attribute('service.name', 'advice'),
        attribute('deployment.environment.name', 'staging'),
        attribute('team', 'platform one'),
      ]),
    );
  });

  it('names operations of GraphQL and methods of MCP', async () => {
    const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await service.post('/graphql', { query: 'query Any { personas { id } }' });
    await service.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { accept: 'application/json, text/event-stream' },
    );
    await service.stop();
    const names = collector.spans.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['query personas', 'tools/list']));
  });

  it.each([
    ['always_off', '', 0],
    ['traceidratio', '0', 0],
    ['traceidratio', '1', 1],
    ['parentbased_always_off', '', 1],
  ])('samples as OTEL_TRACES_SAMPLER=%s with the argument "%s" says', async (sampler, ratio, traced) => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER: sampler,
      OTEL_TRACES_SAMPLER_ARG: ratio,
    };
    const service = await RunningApp.start({ env });
    await service.get('/v1/personas', { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` });
    await service.stop();
    expect(collector.spans.filter(({ name }) => name === 'GET /v1/personas')).toHaveLength(traced);
  });

  it('is nowhere without a collector', async () => {
    const service = await RunningApp.start();
    const { headers } = await service.post('/v1/answers', { question: QUESTION });
    await service.stop();
    expect(headers['traceparent']).toBeUndefined();
    expect(collector.spans).toEqual([]);
  });

  it('holds nothing up when the collector is gone', async () => {
    // How long the exporter of OpenTelemetry tries to send, milliseconds.
    process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '500';
    const service = await RunningApp.start({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } });
    const { body } = await service.post('/v1/answers', { question: QUESTION, class: 'multi-persona' });
    expect(body.receipt.met).toBe(true);
    await service.stop();
    delete process.env['OTEL_EXPORTER_OTLP_TIMEOUT'];
  });
});
