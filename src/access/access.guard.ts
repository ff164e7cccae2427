import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import { httpExchange } from '../optimizer/index.js';

import { NotEntitledError } from './access.errors.js';
import { Authenticator } from './authenticator.js';

const PUBLIC = 'access:public';

/** Marks a controller or handler that anyone may call: probes, metrics, the API reference. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Finds out who is calling before anything else happens. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (isPublic === true) return true;
    const { request } = httpExchange(context);
    request.caller = this.authenticator.authenticate(request.headers.authorization);
    if (!request.caller.entitlements.has('ask')) throw new NotEntitledError('ask');
    return true;
  }
}
