import type { FastifyRequest } from 'fastify';

import { UnauthenticatedError } from '../../access/index.js';
import type { Caller, RequestContext } from '../../core/index.js';
import type { Actor, Question } from '../../answers/index.js';

/** The context that `PriorityGuard` set. */
export function contextOf({ context }: FastifyRequest): RequestContext {
  if (context === null) throw new TypeError('the handler is missing @AnsweredByDeadline() or @PlannedByClass()');
  return context;
}

/** The question that `AnswerCacheInterceptor` validated. */
export function questionOf({ question }: FastifyRequest): Question {
  if (question === null) throw new TypeError('the handler is missing @AnsweredByDeadline()');
  return question;
}

/** The caller that `AccessGuard` found. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new UnauthenticatedError();
  return caller;
}

/** The actor of the request, for the audit trail. */
export function actorOf(request: FastifyRequest): Actor {
  return { caller: callerOf(request), requestId: request.id };
}
