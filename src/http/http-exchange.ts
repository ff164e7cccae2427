import type { ServerResponse } from 'node:http';

import type { ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Caller, RequestContext } from '../core/index.js';

/** The result of authorizing a request: a promise only where the database or Redis is queried. */
export type Authorization = true | Promise<true>;

/** What the fast path found out about a request before the framework received it. A getter throws what its step threw. */
export interface EarlySteps {
  /** Undefined if authenticating the caller takes a query of the database. */
  readonly caller: Caller | undefined;
  /** Undefined if the request was not authorized yet. */
  readonly authorization: Authorization | undefined;
  readonly context: RequestContext;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Monotonic milliseconds at which the request arrived. */
    arrivedAt: number;
    /** Set once the caller is authenticated. */
    caller: Caller | null;
    /** Set once the class is known, for requests that have one. */
    context: RequestContext | null;
    /** Set for requests that the fast path has read. */
    early: EarlySteps | null;
  }
}

/** Where headers of a reply are set: a reply of Fastify, or of the fast path. */
export interface HeaderWriter {
  readonly raw: ServerResponse;
  header(name: string, value: string | number): unknown;
  getHeader(name: string): number | string | string[] | undefined;
}

/** What every GraphQL resolver receives besides its arguments. */
export interface GraphqlContext {
  readonly reply: FastifyReply;
}

/** One HTTP request, over REST or GraphQL, with the message it carries. */
export interface HttpExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The REST body or the GraphQL `input`, not validated yet. */
  readonly input: unknown;
}

/** The HTTP request behind a REST handler or a GraphQL resolver. */
export function httpExchange(context: ExecutionContext): HttpExchange {
  if (context.getType<'http' | 'graphql'>() === 'graphql') {
    const [, args, { reply }] = context.getArgs<[unknown, { input?: unknown }, GraphqlContext]>();
    return { request: reply.request, reply, input: args.input };
  }
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  return { request, reply: http.getResponse<FastifyReply>(), input: request.body };
}
