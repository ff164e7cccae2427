import type { IncomingMessage } from 'node:http';

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Caller, Entitlement } from '../core/index.js';

import { NotEntitledError } from './access.errors.js';
import type { Authenticator } from './authenticator.js';
import type { CallerLimits } from './caller-limits.js';
import type { LimitState } from './limits.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Outcome of the access check, if it was made before the guards. */
    authorization: true | Promise<true> | null;
  }
}

/** Finds out who is calling, whether they may, and whether it is too much. */
export class RequestAuthorizer {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: CallerLimits,
  ) {}

  /** The caller, if it is known without asking anybody. @throws {UnauthenticatedError} `UNAUTHENTICATED` */
  cachedCaller({ headers }: Pick<IncomingMessage, 'headers'>): Caller | undefined {
    const caller = this.authenticator.authenticate(headers.authorization);
    if (!(caller instanceof Promise)) return caller;
    // Whoever asks again hears of it.
    caller.catch(() => undefined);
    return undefined;
  }

  /**
   * The caller, asking whoever has to be asked; counts nothing.
   *
   * @throws {UnauthenticatedError | StoreUnavailableError | JwksUnavailableError}
   */
  async authenticate({ headers }: Pick<IncomingMessage, 'headers'>): Promise<Caller> {
    return this.authenticator.authenticate(headers.authorization);
  }

  /**
   * Lets a request in, and counts it. Most callers are known already: they are not made to wait for the next turn of
   * the event loop.
   *
   * @throws {UnauthenticatedError | NotEntitledError | RateLimitedError} at once or later.
   */
  authorizeRequest(request: FastifyRequest, reply: FastifyReply, required: Entitlement): true | Promise<true> {
    const caller = this.authenticator.authenticate(request.headers.authorization);
    const enter = (known: Caller) => this.authorize(known, request, reply, required);
    return caller instanceof Promise ? caller.then(enter) : enter(caller);
  }

  /** As {@link authorizeRequest}, where the caller is known already. @throws {NotEntitledError | RateLimitedError} */
  authorize(caller: Caller, request: FastifyRequest, reply: FastifyReply, required: Entitlement): true | Promise<true> {
    request.caller = caller;
    if (!caller.entitlements.has(required)) throw new NotEntitledError(required);
    const limits = this.limits.of(caller);
    if (limits === undefined) return true;
    // A list of messages, as older MCP clients send, is as many requests.
    const requests = Array.isArray(request.body) ? Math.max(1, request.body.length) : 1;
    return limits.countRequests(caller, requests).then((states) => {
      setRateLimitHeaders(reply, states, limits.windowSeconds);
      return true;
    });
  }
}

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
function setRateLimitHeaders(reply: FastifyReply, states: readonly LimitState[], windowSeconds: number): void {
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
