import { Inject, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';

import type { Caller, Entitlement } from '../common/index.js';
import { httpExchange } from '../optimizer/index.js';

import { NotEntitledError } from './access.errors.js';
import { Authenticator } from './authenticator.js';
import { CallerLimits } from './caller-limits.js';
import type { LimitState } from './limits.js';

const PUBLIC = 'access:public';
const REQUIRED = 'access:required';

/** Marks a controller or handler that anyone may call: probes, metrics, the API reference. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Marks a controller or handler that needs another entitlement than `ask`. */
export const Requires = (entitlement: Entitlement) => SetMetadata(REQUIRED, entitlement);

/** Finds out who is calling before anything else happens, whether they may, and whether it is too much. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Authenticator) private readonly authenticator: Authenticator,
    @Inject(CallerLimits) private readonly limits: CallerLimits,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true) return true;
    const required = this.reflector.getAllAndOverride<Entitlement | undefined>(REQUIRED, targets) ?? 'ask';
    const { request, reply } = httpExchange(context);
    const caller = this.authenticator.authenticate(request.headers.authorization);
    // Most callers are known already: they are not made to wait for the next turn of the event loop.
    const admit = (known: Caller) => {
      request.caller = known;
      if (!known.entitlements.has(required)) throw new NotEntitledError(required);
      const limits = this.limits.of(known);
      if (limits === undefined) return true;
      // A list of messages, as older MCP clients send, is as many requests.
      const requests = Array.isArray(request.body) ? Math.max(1, request.body.length) : 1;
      return limits.countRequests(known, requests).then((states) => {
        tellLimits(reply, states, limits.windowSeconds);
        return true;
      });
    };
    return caller instanceof Promise ? caller.then(admit) : admit(caller);
  }
}

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
function tellLimits(reply: FastifyReply, states: readonly LimitState[], windowSeconds: number): void {
  const seconds = (ms: number) => Math.max(0, Math.ceil(ms / 1_000));
  reply.header(
    'RateLimit-Policy',
    states.map(({ scope, quota }) => `"${scope}";q=${quota};w=${windowSeconds}`).join(', '),
  );
  reply.header(
    'RateLimit',
    states.map(({ scope, remaining, resetMs }) => `"${scope}";r=${remaining};t=${seconds(resetMs)}`).join(', '),
  );
}
