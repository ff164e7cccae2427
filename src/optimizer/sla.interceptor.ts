import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { tap, type Observable } from 'rxjs';

import type { Degradation, RequestContext, RequestTimeline } from '../core/index.js';

import { recordOutcome } from './slo.js';
import { httpExchange, type HeaderWriter } from '../http/index.js';
import { AdmissionPlanner } from './admission-planner.js';

/** Adds the service-level headers to an answer and records whether it met the deadline of its class. */
@Injectable()
export class SlaInterceptor implements NestInterceptor {
  constructor(@Inject(AdmissionPlanner) private readonly planner: AdmissionPlanner) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { request, reply } = httpExchange(execution);
    return next.handle().pipe(
      tap(() => {
        const { context } = request;
        if (context === null) return;
        // A stream ends, and the other fields of a GraphQL request are ready, long after the answer is.
        const isWholeReply = execution.getType<'http' | 'graphql'>() === 'http' && context.onProgress === undefined;
        if (isWholeReply) setServiceLevelHeaders(reply, context, this.planner);
        else {
          setHeaders(reply, context);
          recordOutcome(context);
        }
      }),
    );
  }
}

/** Sets `Server-Timing`, `Degraded` and `Preference-Applied`; records the outcome once the reply is written. */
export function setServiceLevelHeaders(reply: HeaderWriter, context: RequestContext, planner: AdmissionPlanner): void {
  setHeaders(reply, context);
  const record = () => {
    recordOutcome(context);
    // The time of a reply that nothing was waiting for says nothing about others.
    if (reply.raw.writableFinished) planner.recordReply(context);
  };
  // The caller may have left already; its question was answered all the same.
  if (reply.raw.closed) record();
  else reply.raw.once('close', record);
}

function setHeaders(reply: HeaderWriter, context: RequestContext): void {
  reply.header('Server-Timing', serverTiming(context.timeline));
  if (context.degradations.length > 0) reply.header('Degraded', degraded(context.degradations));
  if (isDowngraded(context)) reply.header('Preference-Applied', 'handling=lenient');
  else if (context.refusesCheaper) reply.header('Preference-Applied', 'handling=strict');
}

/** @see https://www.w3.org/TR/server-timing/ */
function serverTiming(timeline: RequestTimeline): string {
  const stages = timeline.stages.map(({ name, durationMs }) => `${name};dur=${durationMs}`);
  return [...stages, `total;dur=${timeline.elapsedMs.toFixed(3)}`].join(', ');
}

/** For example `deadline;component="mcp:builtin:library"`, one per degradation. */
function degraded(degradations: readonly Degradation[]): string {
  return degradations.map(({ cause, component }) => `${cause};component="${component}"`).join(', ');
}

function isDowngraded({ level, requestedClass }: RequestContext): boolean {
  return requestedClass !== 'auto' && requestedClass !== level.class;
}
