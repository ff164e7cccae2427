import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { AnswerRecorder } from '../answers/index.js';
import type { GraphqlContext } from '../http/index.js';

import { auditRefusal, ProblemGraphqlError, reportedProblem, sendProblem } from './protocol/error-replies.js';

/** Turns errors into replies: problem+json over HTTP, the same facts within GraphQL and JSON-RPC errors. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    @Inject(Logger) private readonly logger: Logger,
    @Inject(AnswerRecorder) private readonly records: AnswerRecorder,
  ) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    const isGraphql = host.getType<'http' | 'graphql'>() === 'graphql';
    const reply = isGraphql
      ? host.getArgByIndex<GraphqlContext>(2).reply
      : host.switchToHttp().getResponse<FastifyReply>();
    const { caller, id: requestId } = reply.request;
    const problem = reportedProblem(error, requestId, this.logger);
    if (caller !== null) auditRefusal(this.records, { caller, requestId }, error);
    if (isGraphql) return new ProblemGraphqlError(problem);
    sendProblem(reply, problem);
    return undefined;
  }
}
