// Loaded only where traces are exported: see `start-tracing.ts`.
import * as api from '@opentelemetry/api';
import type { Span, SpanContext, TimeInput } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

import { currentTrace, formatTraceparent, parseTraceparent, type TraceContext } from '../core/index.js';
import { toolCallFinished } from '../mcp/index.js';
import { requestAnswered } from '../optimizer/index.js';
import { modelCallFinished } from '../models/index.js';

/** The span of one request, from its arrival to its reply. */
export interface RequestSpan {
  readonly context: TraceContext;
  /** Header of the reply. */
  readonly traceparent: string;
  end(status: number): void;
}

/** Sends spans of requests, stages, MCP calls and model calls to a collector. */
export interface Tracing {
  /** @param traceparent Header of the request; without a valid one a new trace begins. */
  open(name: string, traceparent: unknown): RequestSpan;
  /** Flushes pending spans. */
  stop(): Promise<void>;
}

/** Spans from this status are marked as failed. */
const SERVER_ERROR = 500;

/**
 * Starts to trace.
 *
 * @param url Collector for OTLP over HTTP, without `/v1/traces`.
 */
export function createTracing(url: string, version: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${url.replace(/\/$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'claude-director', 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('claude-director');
  const childOf = (parent: SpanContext) => api.trace.setSpanContext(api.ROOT_CONTEXT, parent);

  /** Records a finished span. */
  function record(
    name: string,
    startTime: TimeInput,
    endTime: TimeInput,
    attributes: Readonly<Record<string, string | number | boolean>>,
    isCall: boolean,
  ): void {
    const trace = currentTrace();
    if (trace === undefined) return;
    const kind = isCall ? api.SpanKind.CLIENT : api.SpanKind.INTERNAL;
    tracer.startSpan(name, { kind, startTime, attributes }, childOf(spanContextOf(trace))).end(endTime);
  }

  const subscriptions = [
    requestAnswered.subscribe(({ requestId, class: name, elapsedMs, isInTime, stages }) => {
      const arrivedAt = Date.now() - elapsedMs;
      for (const { name: stage, startMs, durationMs } of stages) {
        const attributes = { 'director.request': requestId, 'director.class': name, 'director.in_time': isInTime };
        record(stage, arrivedAt + startMs, arrivedAt + startMs + durationMs, attributes, false);
      }
    }),
    toolCallFinished.subscribe(({ server, tool, outcome, durationMs }) => {
      const now = Date.now();
      record(`mcp ${server}`, now - durationMs, now, { 'mcp.tool': tool, 'mcp.outcome': outcome }, true);
    }),
    modelCallFinished.subscribe(({ backend, outcome, durationMs }) => {
      const now = Date.now();
      record(`model ${backend}`, now - durationMs, now, { 'model.outcome': outcome }, true);
    }),
  ];

  return {
    open(name, traceparent) {
      const caller = parseTraceparent(traceparent);
      const parent = caller === undefined ? api.ROOT_CONTEXT : childOf({ ...spanContextOf(caller), isRemote: true });
      const span: Span = tracer.startSpan(name, { kind: api.SpanKind.SERVER }, parent);
      const { traceId, spanId, traceFlags } = span.spanContext();
      const context = { traceId, spanId, isSampled: (traceFlags & api.TraceFlags.SAMPLED) !== 0 };
      return {
        context,
        traceparent: formatTraceparent(context),
        end(status) {
          span.setAttribute('http.response.status_code', status);
          if (status >= SERVER_ERROR) span.setStatus({ code: api.SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    async stop() {
      for (const unsubscribe of subscriptions) unsubscribe();
      // An unreachable collector must not fail the shutdown.
      await provider.shutdown().catch(() => undefined);
    },
  };
}

function spanContextOf({ traceId, spanId, isSampled }: TraceContext): SpanContext {
  return { traceId, spanId, traceFlags: isSampled ? 1 : 0 };
}
