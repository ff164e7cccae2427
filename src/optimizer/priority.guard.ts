import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

import { requestedClassSchema, type RequestedClass } from '../common/index.js';

import { callerLimitMs } from './caller-limit.js';
import { ClassPolicy } from './class-policy.js';
import { httpExchange } from './http-exchange.js';
import { HeaderInvalidError } from './optimizer.errors.js';

/**
 * Gives a request its class and its deadline, counted from its arrival.
 *
 * The class comes from the message or from `Director-Class`. A class in the message that does not exist is left to
 * the validation behind this guard, which names the field.
 */
@Injectable()
export class PriorityGuard implements CanActivate {
  constructor(@Inject(ClassPolicy) private readonly policy: ClassPolicy) {}

  canActivate(context: ExecutionContext): boolean {
    const { request, input } = httpExchange(context);
    const { caller } = request;
    if (caller === null) return false;
    const message = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
    request.context = this.policy.open({
      requestId: request.id,
      caller,
      requestedClass: classOf(message['class']) ?? classOfHeader(request.headers['director-class']),
      deadlineMs: callerLimitMs(request.headers, message['deadlineMs']),
      arrivedAt: request.arrivedAt,
    });
    return true;
  }
}

function classOf(value: unknown): RequestedClass | undefined {
  const parsed = requestedClassSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function classOfHeader(value: string | string[] | undefined): RequestedClass | undefined {
  if (value === undefined) return undefined;
  const requested = classOf(value);
  if (requested === undefined) {
    const expected = `expected ${requestedClassSchema.options.join(' or ')}`;
    throw new HeaderInvalidError('Director-Class', expected, String(value));
  }
  return requested;
}
