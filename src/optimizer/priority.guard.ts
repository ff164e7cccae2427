import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

import { ClassPolicy } from './class-policy.js';
import { httpExchange } from './http-exchange.js';
import { wishesOf } from './wishes.js';

/** Gives a request its class and its deadline, counted from its arrival. */
@Injectable()
export class PriorityGuard implements CanActivate {
  constructor(@Inject(ClassPolicy) private readonly policy: ClassPolicy) {}

  canActivate(context: ExecutionContext): boolean {
    const { request, input } = httpExchange(context);
    const { caller } = request;
    if (caller === null) return false;
    request.context = this.policy.open({
      requestId: request.id,
      caller,
      ...wishesOf(input, request.headers),
      arrivedAt: request.arrivedAt,
    });
    return true;
  }
}
