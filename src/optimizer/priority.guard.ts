import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { RequestContext } from '../core/index.js';

import { ClassPolicy } from './class-policy.js';
import { httpExchange } from '../http/index.js';
import { readPreferences } from '../http/index.js';

/** Opens the context of a request: its class, and its deadline counted from its arrival. */
@Injectable()
export class PriorityGuard implements CanActivate {
  constructor(@Inject(ClassPolicy) private readonly policy: ClassPolicy) {}

  canActivate(context: ExecutionContext): boolean {
    const { request, input } = httpExchange(context);
    if (request.caller === null) return false;
    request.context = openContext(this.policy, request, input);
    return true;
  }
}

/**
 * The context of a request whose caller is known.
 *
 * @param input The message, not validated yet.
 * @throws {ClassNotEntitledError | HeaderInvalidError}
 */
export function openContext(policy: ClassPolicy, request: FastifyRequest, input: unknown): RequestContext {
  const { arrivedAt, caller, headers, id: requestId } = request;
  if (caller === null) throw new TypeError('a request has no class before its caller is known');
  return policy.open({ requestId, caller, ...readPreferences(input, headers), arrivedAt });
}
