import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

import { httpExchange, readPreferences } from '../http/index.js';

import { ClassPolicy } from './class-policy.js';

/** Opens the context of a request: its class, and its deadline counted from its arrival. */
@Injectable()
export class PriorityGuard implements CanActivate {
  constructor(@Inject(ClassPolicy) private readonly classes: ClassPolicy) {}

  /** @throws {ClassNotEntitledError | HeaderInvalidError} */
  canActivate(execution: ExecutionContext): boolean {
    const { request, input } = httpExchange(execution);
    const { arrivedAt, caller, early, headers, id: requestId } = request;
    if (caller === null) return false;
    request.context =
      early?.context ?? this.classes.open({ requestId, caller, ...readPreferences(input, headers), arrivedAt });
    return true;
  }
}
