import type { FastifyReply } from 'fastify';

import { KeyNotFoundError, RateLimitedError } from '../../access/index.js';
import { AnswerNotFoundError, type Actor, type AnswerRecorder } from '../../answers/index.js';
import { ConversationNotFoundError } from '../../conversations/index.js';
import { ClassNotEntitledError } from '../../optimizer/index.js';

import { MCP_PATH } from './paths.js';
import { isDefect, problemFrom, type Problem } from './problem.js';

/** Where defects are logged. */
export interface DefectLogger {
  error(message: string, stack?: string): void;
}

/** The problem of an error; a defect is logged under the request id that the caller receives. */
export function reportedProblem(error: unknown, requestId: string, logger: DefectLogger): Problem {
  const problem = problemFrom(error, requestId);
  if (isDefect(problem)) {
    logger.error(`request ${requestId} failed`, error instanceof Error ? error.stack : String(error));
  }
  return problem;
}

/** Records in the audit trail that a caller was refused a resource, a class or a request beyond its limits. */
export function auditRefusal(records: Pick<AnswerRecorder, 'note'>, actor: Actor, error: unknown): void {
  if (error instanceof AnswerNotFoundError) records.note(actor, 'access.missing', error.answerId);
  if (error instanceof ConversationNotFoundError) records.note(actor, 'access.missing', error.conversationId);
  if (error instanceof KeyNotFoundError) records.note(actor, 'access.missing', error.keyId);
  if (error instanceof RateLimitedError || error instanceof ClassNotEntitledError) {
    records.note(actor, 'answer.refused', error.code);
  }
}

/** Writes a problem as the reply: as JSON-RPC at the MCP endpoint, else as problem+json. @see RFC 9457 */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (reply.sent || reply.raw.headersSent) return;
  if (problem.retryAfterMs !== undefined) reply.header('Retry-After', Math.ceil(problem.retryAfterMs / 1_000));
  if (problem.status === 401) reply.header('WWW-Authenticate', 'Bearer');
  const isMcp = reply.request.routeOptions.url === MCP_PATH;
  const [type, body] = isMcp ? ['application/json', jsonRpcError(problem)] : ['application/problem+json', problem];
  void reply.status(problem.status).type(`${type}; charset=utf-8`).send(JSON.stringify(body));
}

/** An error of a GraphQL field; GraphQL copies `extensions` into the response. */
export class ProblemGraphqlError extends Error {
  constructor(readonly extensions: Problem) {
    super(extensions.detail);
  }
}

const PARSE_ERROR = -32_700;
/** First of the codes that JSON-RPC leaves to servers. */
const SERVER_ERROR = -32_000;

/** A problem that occurs before an MCP message is read. @see https://www.jsonrpc.org/specification#error_object */
function jsonRpcError(problem: Problem): object {
  const code = problem.code === 'REQUEST_MALFORMED' ? PARSE_ERROR : SERVER_ERROR;
  return { jsonrpc: '2.0', error: { code, message: `${problem.code}: ${problem.detail}`, data: problem }, id: null };
}
