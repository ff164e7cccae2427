import type { FastifyRequest } from 'fastify';

import { UnauthenticatedError } from '../../access/index.js';
import type { Caller, RequestContext } from '../../core/index.js';
import type { Actor } from '../../answers/index.js';

/** The context that `PriorityGuard` gave the request. */
export function contextOf({ context }: FastifyRequest): RequestContext {
  if (context === null) throw new TypeError('the handler is missing @AnsweredByDeadline() or @PlannedByClass()');
  return context;
}

/** The caller that `AccessGuard` found. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === null) throw new UnauthenticatedError();
  return caller;
}

/** Who does what the request asks for. */
export function actorOf(request: FastifyRequest): Actor {
  return { caller: callerOf(request), requestId: request.id };
}
