import type { ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Caller, RequestContext } from '../core/index.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Monotonic milliseconds at which the request arrived. */
    arrivedAt: number;
    /** Set once the caller is known. */
    caller: Caller | null;
    /** Set once the class is known, for requests that have one. */
    context: RequestContext | null;
  }
}

/** One HTTP request, whichever face it came through, with the message it carries. */
export interface HttpExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The REST body or the GraphQL `input`, not validated yet. */
  readonly input: unknown;
}

/** The HTTP request behind a REST handler or a GraphQL resolver. */
export function httpExchange(context: ExecutionContext): HttpExchange {
  if (context.getType<'http' | 'graphql'>() === 'graphql') {
    const [, args, { reply }] = context.getArgs<[unknown, { input?: unknown }, { reply: FastifyReply }]>();
    return { request: reply.request, reply, input: args.input };
  }
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  return { request, reply: http.getResponse<FastifyReply>(), input: request.body };
}
