// Loaded only where traces are exported: see `start-tracing.ts`.
import * as api from '@opentelemetry/api';
import type { Span, SpanContext, TimeInput } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';

import type { TraceSampling } from '../config/index.js';
import { currentTrace, formatTraceparent, parseTraceparent, type TraceContext } from '../core/index.js';
import { operationNamed } from '../http/index.js';
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

/** What traces come from. */
export interface TraceResource {
  readonly version: string;
  /** `OTEL_SERVICE_NAME`. @default claude-director */
  readonly name?: string | undefined;
  /** `OTEL_RESOURCE_ATTRIBUTES`: `key=value` pairs, percent-encoded. */
  readonly attributes?: string | undefined;
  /** Which of them are recorded. */
  readonly sampling: TraceSampling;
}

/** Sends spans of requests, stages, MCP calls and model calls to a collector. */
export interface Tracing {
  /** @param traceparent Header of the request; without a valid one a new trace begins. */
  open(request: { readonly method: string; readonly route: string }, traceparent: unknown): RequestSpan;
  /** Flushes pending spans. */
  stop(): Promise<void>;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A call to another service that has ended. */
interface EndedCall {
  readonly name: string;
  readonly startTime: TimeInput;
  readonly endTime: TimeInput;
  readonly attributes: Attributes;
  /** Undefined if it succeeded. */
  readonly failure: string | undefined;
}

/** Spans from this status are marked as failed. */
const SERVER_ERROR = 500;
/** Calls that wait for the stage they belong to; later ones hang on the request itself. */
const MAX_PENDING = 100;
/** Outcomes of calls that are failures of what was called. */
const FAILURES: ReadonlySet<string> = new Set(['failed', 'invalid', 'busy', 'late']);

/**
 * Starts to trace.
 *
 * Names and attributes follow the semantic conventions for HTTP, MCP and generative AI.
 *
 * @param url Collector for OTLP over HTTP, without `/v1/traces`.
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
export function createTracing(url: string, resource: TraceResource): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${url.replace(/\/$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes(attributesOf(resource)),
    sampler: samplerOf(resource.sampling),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('claude-director', resource.version);
  const childOf = (parent: SpanContext) => api.trace.setSpanContext(api.ROOT_CONTEXT, parent);
  /** Calls of open requests, by the span of the request: they belong under a stage that has not ended yet. */
  const pending = new Map<
    string,
    { readonly request: SpanContext; readonly span: Span; readonly calls: EndedCall[] }
  >();

  function recordCall(parent: SpanContext, { attributes, endTime, failure, name, startTime }: EndedCall): void {
    const span = tracer.startSpan(name, { kind: api.SpanKind.CLIENT, startTime, attributes }, childOf(parent));
    if (failure !== undefined) {
      span.setAttribute('error.type', failure);
      span.setStatus({ code: api.SpanStatusCode.ERROR, message: failure });
    }
    span.end(endTime);
  }

  function noteCall(call: EndedCall): void {
    const trace = currentTrace();
    if (trace === undefined) return;
    const waiting = pending.get(trace.spanId);
    if (waiting === undefined || waiting.calls.length >= MAX_PENDING) recordCall(spanContextOf(trace), call);
    else waiting.calls.push(call);
  }

  /** Records the calls of a request whose stages are known, or will never be. */
  function flush(request: SpanContext, parent: SpanContext): void {
    for (const call of pending.get(request.spanId)?.calls ?? []) recordCall(parent, call);
    pending.delete(request.spanId);
  }

  const subscriptions = [
    operationNamed.subscribe(({ attributes, name }) => {
      const span = pending.get(currentTrace()?.spanId ?? '')?.span;
      span?.updateName(name).setAttributes(attributes);
    }),
    requestAnswered.subscribe(({ requestId, class: name, elapsedMs, isInTime, stages }) => {
      const trace = currentTrace();
      if (trace === undefined) return;
      const request = spanContextOf(trace);
      const arrivedAt = Date.now() - elapsedMs;
      let calling = request;
      for (const { name: stage, startMs, durationMs } of stages) {
        const attributes = { 'director.request': requestId, 'director.class': name, 'director.in_time': isInTime };
        const startTime = arrivedAt + startMs;
        const span = tracer.startSpan(stage, { startTime, attributes }, childOf(request));
        if (stage === 'enhance') calling = span.spanContext();
        span.end(startTime + durationMs);
      }
      flush(request, calling);
    }),
    toolCallFinished.subscribe(({ server, tool, outcome, durationMs }) => {
      const endTime = Date.now();
      noteCall({
        name: `tools/call ${tool}`,
        startTime: endTime - durationMs,
        endTime,
        attributes: {
          'mcp.method.name': 'tools/call',
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': tool,
          'director.mcp.server': server,
          'director.outcome': outcome,
        },
        failure: FAILURES.has(outcome) ? outcome : undefined,
      });
    }),
    modelCallFinished.subscribe(({ backend, durationMs, model, outcome, usage }) => {
      const endTime = Date.now();
      noteCall({
        name: `chat ${model ?? backend}`,
        startTime: endTime - durationMs,
        endTime,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'director.model.backend': backend,
          'director.outcome': outcome,
          ...(model === undefined ? {} : { 'gen_ai.request.model': model }),
          ...(usage === undefined
            ? {}
            : {
                'gen_ai.usage.input_tokens': usage.inputTokens + usage.cachedInputTokens,
                'gen_ai.usage.output_tokens': usage.outputTokens,
              }),
        },
        failure: FAILURES.has(outcome) ? outcome : undefined,
      });
    }),
  ];

  return {
    open({ method, route }, traceparent) {
      const caller = parseTraceparent(traceparent);
      const parent = caller === undefined ? api.ROOT_CONTEXT : childOf({ ...spanContextOf(caller), isRemote: true });
      const attributes = { 'http.request.method': method, 'http.route': route };
      const span: Span = tracer.startSpan(`${method} ${route}`, { kind: api.SpanKind.SERVER, attributes }, parent);
      const own = span.spanContext();
      const { traceId, spanId, traceFlags } = own;
      const context = { traceId, spanId, isSampled: (traceFlags & api.TraceFlags.SAMPLED) !== 0 };
      pending.set(spanId, { request: own, span, calls: [] });
      return {
        context,
        traceparent: formatTraceparent(context),
        end(status) {
          // Its outcome is published when the reply is closed, just after it is finished.
          setImmediate(() => flush(own, own));
          span.setAttribute('http.response.status_code', status);
          if (status >= SERVER_ERROR) {
            span.setAttribute('error.type', String(status));
            span.setStatus({ code: api.SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
    },
    async stop() {
      for (const unsubscribe of subscriptions) unsubscribe();
      for (const { request } of pending.values()) flush(request, request);
      // An unreachable collector must not fail the shutdown.
      await provider.shutdown().catch(() => undefined);
    },
  };
}

/** The SDK reads no environment variables: these are the names that OpenTelemetry gives to samplers there. */
function samplerOf({ ratio, sampler }: TraceSampling): Sampler {
  const [, isParentBased, kind] = /^(parentbased_)?(\w+)$/.exec(sampler) ?? [];
  const root =
    kind === 'always_off'
      ? new AlwaysOffSampler()
      : kind === 'traceidratio'
        ? new TraceIdRatioBasedSampler(ratio)
        : new AlwaysOnSampler();
  return isParentBased === undefined ? root : new ParentBasedSampler({ root });
}

/** The name has precedence over the attribute of that name, as in every SDK. */
function attributesOf({ attributes = '', name, version }: TraceResource): Record<string, string> {
  const pairs = attributes.split(',').flatMap((pair) => {
    const [key = '', value] = pair.split('=');
    return value === undefined || key.trim() === '' ? [] : [[key.trim(), decoded(value.trim())] as const];
  });
  return {
    'service.name': 'claude-director',
    'service.version': version,
    ...Object.fromEntries(pairs),
    ...(name === undefined ? {} : { 'service.name': name }),
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function spanContextOf({ traceId, spanId, isSampled }: TraceContext): SpanContext {
  return { traceId, spanId, traceFlags: isSampled ? 1 : 0 };
}
