import type { IncomingMessage } from 'node:http';

import type { Caller, Entitlement } from '../core/index.js';
import type { Authorization, HeaderWriter } from '../http/index.js';

import { NotEntitledError, RateLimitedError, type LimitExceeded } from './access.errors.js';
import type { Authenticator } from './authenticator.js';
import type { Limits, LimitState } from './limits.js';

/** Authenticates a request, and authorizes its caller: entitlement first, then the limits of key and tenant. */
export class RequestAuthorizer {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: Limits,
  ) {}

  /**
   * The caller; a promise only where the database or the issuer of tokens has to be asked. Counts nothing.
   *
   * @throws {UnauthenticatedError | StoreUnavailableError | JwksUnavailableError} at once or later.
   */
  authenticate({ headers }: Pick<IncomingMessage, 'headers'>): Caller | Promise<Caller> {
    return this.authenticator.authenticate(headers.authorization);
  }

  /**
   * Checks the entitlement and counts the request against the limits, whose state it writes into headers.
   *
   * @param requests A batch of messages, as older MCP clients send, counts as many times.
   * @throws {NotEntitledError | RateLimitedError} at once or later.
   */
  authorize(caller: Caller, required: Entitlement, reply: HeaderWriter, requests = 1): Authorization {
    if (!caller.entitlements.has(required)) throw new NotEntitledError(required);
    const limits = this.limits.of(caller);
    if (limits === undefined) return true;
    return limits.countRequests(caller, requests).then(
      (states) => {
        setRateLimitHeaders(reply, states, limits.windowSeconds);
        return true;
      },
      (error: unknown) => {
        if (error instanceof RateLimitedError) {
          for (const [name, value] of Object.entries(rateLimitHeaders(error.excess))) reply.header(name, value);
        }
        throw error;
      },
    );
  }
}

/** The headers of a reply to a request beyond a limit: that limit. */
export function rateLimitHeaders({ limit, quota, retryAfterMs, windowSeconds }: LimitExceeded): Record<string, string> {
  // A limit of requests has the name that replies within it give it.
  const name = JSON.stringify(limit.replace(/ requests$/, ''));
  const unit = windowSeconds === undefined ? 'qu="concurrent-requests"' : `w=${windowSeconds}`;
  return {
    'RateLimit-Policy': `${name};q=${quota};${unit}`,
    RateLimit: `${name};r=0;t=${secondsOf(retryAfterMs)}`,
  };
}

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
function setRateLimitHeaders(reply: HeaderWriter, states: readonly LimitState[], windowSeconds: number): void {
  reply.header(
    'RateLimit-Policy',
    states.map(({ scope, quota }) => `"${scope}";q=${quota};w=${windowSeconds}`).join(', '),
  );
  reply.header(
    'RateLimit',
    states.map(({ scope, remaining, resetMs }) => `"${scope}";r=${remaining};t=${secondsOf(resetMs)}`).join(', '),
  );
}

function secondsOf(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1_000));
}
