import { EventChannel } from '../core/index.js';

/** A request over HTTP that has ended: answered whole, or given up by its client. */
export interface EndedRequest {
  readonly requestId: string;
  /** As it was registered, for example `/v1/answers/:id`; {@link NO_ROUTE} where none has the path. */
  readonly route: string;
  readonly method: string;
  /** Status of the reply; {@link CLIENT_GONE} if the client left before there was one. */
  readonly status: number;
  readonly durationMs: number;
  /** The header of the reply that names its trace; absent while tracing is off. */
  readonly traceparent?: string;
}

/** Published once for every request over HTTP, also for those that no route or parser took. */
export const requestEnded = new EventChannel<EndedRequest>('http:request:ended');

/**
 * Published when a request turns out to carry an operation of another protocol: of a closed set, so that it may name a
 * span.
 */
export const operationNamed = new EventChannel<{
  /** For example `mutation ask` or `tools/call`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}>('http:operation:named');

/** In place of a route. */
export const NO_ROUTE = 'none';
/** In place of a status, as other servers note it. */
export const CLIENT_GONE = 499;
