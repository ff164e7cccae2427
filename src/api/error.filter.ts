import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AnswerRecorder } from '../answers/index.js';

import { auditRefusal } from './audit-refusal.js';
import { jsonRpcError, MCP_PATH } from './mcp/json-rpc-error.js';
import { ProblemGraphqlError } from './problem-graphql-error.js';
import type { Problem } from './problem.js';
import { reportedProblem } from './reported-problem.js';

/** The one place that turns errors into replies: problem+json over HTTP, the same facts within GraphQL and JSON-RPC errors. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    @Inject(Logger) private readonly logger: Logger,
    @Inject(AnswerRecorder) private readonly records: AnswerRecorder,
  ) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<'http' | 'graphql'>() === 'graphql') {
      const { reply } = host.getArgByIndex<{ reply: FastifyReply }>(2);
      const problem = reportedProblem(error, reply.request.id, this.logger);
      this.#audit(error, reply.request);
      return new ProblemGraphqlError(problem);
    }
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    const problem = reportedProblem(error, request.id, this.logger);
    this.#audit(error, request);
    sendProblem(reply, problem);
    return undefined;
  }

  #audit(error: unknown, { caller, id: requestId }: FastifyRequest): void {
    if (caller !== null) auditRefusal(this.records, { caller, requestId }, error);
  }
}

/** Writes a problem as the reply. @see RFC 9457 */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (reply.sent || reply.raw.headersSent) return;
  if (problem.retryAfterMs !== undefined) reply.header('Retry-After', Math.ceil(problem.retryAfterMs / 1_000));
  if (problem.status === 401) reply.header('WWW-Authenticate', 'Bearer');
  const isMcp = reply.request.routeOptions.url === MCP_PATH;
  const [type, body] = isMcp ? ['application/json', jsonRpcError(problem)] : ['application/problem+json', problem];
  void reply.status(problem.status).type(`${type}; charset=utf-8`).send(JSON.stringify(body));
}
