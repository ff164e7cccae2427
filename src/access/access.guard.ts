import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import type { Caller, Entitlement } from '../core/index.js';
import { httpExchange, type Authorization, type HttpExchange } from '../http/index.js';

import { RequestAuthorizer } from './request-authorizer.js';

const PUBLIC = 'access:public';
const REQUIRED = 'access:required';

/** Marks a controller or handler that anyone may call: probes, metrics, the API reference. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Marks a controller or handler that needs another entitlement than `ask`. */
export const Requires = (entitlement: Entitlement) => SetMetadata(REQUIRED, entitlement);

/** Authenticates and authorizes every request, before anything else happens. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(RequestAuthorizer) private readonly authorizer: RequestAuthorizer,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  /** Most callers are known: they do not wait for the next turn of the event loop. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true) return true;
    const required = this.reflector.getAllAndOverride<Entitlement | undefined>(REQUIRED, targets) ?? 'ask';
    const exchange = httpExchange(context);
    const { request } = exchange;
    const caller = request.early?.caller ?? this.authorizer.authenticate(request);
    return caller instanceof Promise
      ? caller.then((known) => this.#authorize(known, required, exchange))
      : this.#authorize(caller, required, exchange);
  }

  #authorize(caller: Caller, required: Entitlement, { request, reply }: HttpExchange): Authorization {
    request.caller = caller;
    const requests = Array.isArray(request.body) ? Math.max(1, request.body.length) : 1;
    return request.early?.authorization ?? this.authorizer.authorize(caller, required, reply, requests);
  }
}
