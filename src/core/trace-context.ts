import { AsyncLocalStorage } from 'node:async_hooks';

/** Where work belongs in a distributed trace. @see https://www.w3.org/TR/trace-context/ */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Of the span that work is part of, 16 hexadecimal digits. */
  readonly spanId: string;
  readonly isSampled: boolean;
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const SAMPLED_FLAG = 1;

/** Empty while tracing is off; reading it then costs next to nothing. */
const storage = new AsyncLocalStorage<TraceContext>();

/** Runs `work`, and everything it starts, as part of a trace. */
export function runInTrace<T>(context: TraceContext, work: () => T): T {
  return storage.run(context, work);
}

/** The trace that the current work is part of; undefined when tracing is off. */
export function currentTrace(): TraceContext | undefined {
  return storage.getStore();
}

/** Parses a `traceparent` header; undefined if it is malformed. */
export function parseTraceparent(value: unknown): TraceContext | undefined {
  const [, traceId, spanId, flags] = (typeof value === 'string' ? TRACEPARENT.exec(value) : null) ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags ?? '0', 16) & SAMPLED_FLAG) !== 0 };
}

/** Headers that propagate the trace of the current work to another service; none while tracing is off. */
export function traceHeaders(): { readonly traceparent?: string } {
  const trace = currentTrace();
  return trace === undefined ? {} : { traceparent: formatTraceparent(trace) };
}

/** The value of a `traceparent` header. */
export function formatTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}
