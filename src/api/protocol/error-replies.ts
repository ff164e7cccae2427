import type { FastifyReply, FastifyRequest } from 'fastify';

import { KeyNotFoundError, RateLimitedError } from '../../access/index.js';
import { AnswerNotFoundError, type Actor, type AnswerRecorder } from '../../answers/index.js';
import { ConversationNotFoundError } from '../../conversations/index.js';
import { ClassNotEntitledError } from '../../optimizer/index.js';

import { graphqlMedia } from './graphql-media.js';
import { openAiErrorOf, openAiRetryHeaders } from './openai-error.js';
import { GRAPHQL_PATH, isOpenAiPath, MCP_PATH } from './paths.js';
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

/** A problem as it leaves over HTTP. */
export interface ProblemReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A problem as problem+json, with the headers that say the same to programs which read no body. Every problem that
 * leaves over HTTP is written here, for the framework, the fast path and the parser of Node alike.
 *
 * @see RFC 9457
 */
export function problemReply(problem: Problem): ProblemReply {
  return replyOf(problem, 'application/problem+json', problem);
}

/** Replies with a problem in the form of the endpoint: JSON-RPC, GraphQL or OpenAI's; elsewhere problem+json. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (reply.sent || reply.raw.headersSent) return;
  const { status, headers, body } = replyTo(reply.request, problem);
  void reply.status(status).headers(headers).send(body);
}

function replyTo({ headers, routeOptions, url }: FastifyRequest, problem: Problem): ProblemReply {
  if (isOpenAiPath(url)) {
    const { status, body } = openAiErrorOf(problem);
    const reply = replyOf({ ...problem, status }, 'application/json', body);
    return { ...reply, headers: { ...reply.headers, ...openAiRetryHeaders(problem) } };
  }
  if (routeOptions.url === MCP_PATH) return replyOf(problem, 'application/json', jsonRpcError(problem));
  // A client that opens a WebSocket reads no GraphQL yet.
  if (routeOptions.url !== GRAPHQL_PATH || headers.upgrade !== undefined) return problemReply(problem);
  return replyOf(problem, graphqlMedia(headers.accept).type, { errors: [graphqlError(problem)] });
}

function replyOf(problem: Problem, type: string, body: object): ProblemReply {
  const { retryAfterMs, status } = problem;
  return {
    status,
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      // An intermediary may store a 404 without being told to.
      'Cache-Control': 'no-store',
      ...(retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.ceil(retryAfterMs / 1_000)) }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify(body),
  };
}

/** An error of a GraphQL field; GraphQL copies `extensions` into the response. */
export class ProblemGraphqlError extends Error {
  constructor(readonly extensions: Problem) {
    super(extensions.detail);
  }
}

/** A problem in the form of a GraphQL error. */
function graphqlError(problem: Problem): object {
  return { message: problem.detail, extensions: problem };
}

const PARSE_ERROR = -32_700;
/** First of the codes that JSON-RPC leaves to servers. */
const SERVER_ERROR = -32_000;

/** A problem that occurs before an MCP message is read. @see https://www.jsonrpc.org/specification#error_object */
function jsonRpcError(problem: Problem): object {
  const code = problem.code === 'REQUEST_MALFORMED' ? PARSE_ERROR : SERVER_ERROR;
  return { jsonrpc: '2.0', error: { code, message: `${problem.code}: ${problem.detail}`, data: problem }, id: null };
}
