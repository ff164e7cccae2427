import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import type { Entitlement } from '../core/index.js';
import { httpExchange } from '../http/index.js';

import { RequestAuthorizer } from './access-check.js';

const PUBLIC = 'access:public';
const REQUIRED = 'access:required';

/** Marks a controller or handler that anyone may call: probes, metrics, the API reference. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Marks a controller or handler that needs another entitlement than `ask`. */
export const Requires = (entitlement: Entitlement) => SetMetadata(REQUIRED, entitlement);

/** Lets in whom the {@link RequestAuthorizer} lets in, before anything else happens. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(RequestAuthorizer) private readonly access: RequestAuthorizer,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true) return true;
    const required = this.reflector.getAllAndOverride<Entitlement | undefined>(REQUIRED, targets) ?? 'ask';
    const { request, reply } = httpExchange(context);
    return request.authorization ?? this.access.authorizeRequest(request, reply, required);
  }
}
