import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { tap, type Observable } from 'rxjs';

import type { Degradation, RequestContext, RequestTimeline } from '../core/index.js';

import { recordOutcome } from './slo.js';
import { httpExchange, type HeaderWriter } from '../http/index.js';
import { AdmissionPlanner } from './admission-planner.js';

/** Tells the caller, in headers, where the time went and what is missing, and records whether the class kept its promise. */
@Injectable()
export class SlaInterceptor implements NestInterceptor {
  constructor(@Inject(AdmissionPlanner) private readonly intake: AdmissionPlanner) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { request, reply } = httpExchange(execution);
    return next.handle().pipe(
      tap(() => {
        if (request.context !== null) setServiceLevelHeaders(reply, request.context, this.intake);
      }),
    );
  }
}

/** Says in headers where the time went and what is missing, and records the attainment once the reply has left. */
export function setServiceLevelHeaders(reply: HeaderWriter, context: RequestContext, intake: AdmissionPlanner): void {
  reply.header('Server-Timing', serverTiming(context.timeline));
  if (context.degradations.length > 0) reply.header('Degraded', degraded(context.degradations));
  if (isDowngraded(context)) reply.header('Preference-Applied', 'handling=lenient');
  // Only when the last byte has left is the promise kept.
  reply.raw.once('finish', () => {
    recordOutcome(context);
    intake.replied(context);
  });
}

/** @see https://www.w3.org/TR/server-timing/ */
function serverTiming(waterfall: RequestTimeline): string {
  const stages = waterfall.stages.map(({ name, durationMs }) => `${name};dur=${durationMs}`);
  return [...stages, `total;dur=${waterfall.elapsedMs.toFixed(3)}`].join(', ');
}

/** For example `deadline;component="mcp:context7"`, one for each loss. */
function degraded(degradations: readonly Degradation[]): string {
  return degradations.map(({ cause, component }) => `${cause};component="${component}"`).join(', ');
}

function isDowngraded({ level, requestedClass }: RequestContext): boolean {
  return requestedClass !== 'auto' && requestedClass !== level.class;
}
