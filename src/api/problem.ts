import * as z from 'zod';

import {
  IdempotencyKeyReusedError,
  JwksUnavailableError,
  KeyNotFoundError,
  NotEntitledError,
  RateLimitedError,
  RequestInProgressError,
  UnauthenticatedError,
  type LimitExceeded,
} from '../access/index.js';
import { AppError, DeadlineExceededError, requestClassSchema } from '../core/index.js';
import { ConversationNotFoundError, CursorInvalidError } from '../conversations/index.js';
import { AnswerNotFoundError, InputInvalidError, InputTooLongError, PersonaUnknownError } from '../answers/index.js';
import { ClassNotEntitledError, OverloadedError, type Refusal } from '../optimizer/index.js';
import { HeaderInvalidError } from '../http/index.js';
import { StoreUnavailableError } from '../store/index.js';

import { ConnectionsExhaustedError, FrameworkNotFoundError, HostNotAllowedError } from './api.errors.js';

/** One field of a request that cannot be accepted. */
export const fieldProblemSchema = z.strictObject({
  field: z.string().describe('For example `personas[0]`.'),
  expected: z.string(),
  found: z.string(),
});

/** An error as every face tells it. @see RFC 9457 */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().describe('Stable; see docs/errors.md.'),
  requestId: z.string(),
  retryAfterMs: z.int().min(0).optional(),
  offer: z
    .strictObject({ class: requestClassSchema, predictedMs: z.number().min(0) })
    .optional()
    .describe('A longer class in which the question would be answered now.'),
  errors: z.array(fieldProblemSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

type ToldProblem = Omit<Problem, 'requestId' | 'type'>;
type ProblemFacts = Omit<ToldProblem, 'detail'> & { readonly detail?: string };

const MALFORMED: ProblemFacts = { status: 400, code: 'REQUEST_MALFORMED', title: 'The request cannot be read' };

/** Problems of the protocol itself, which have no `AppError`. */
const PROTOCOL_PROBLEMS: Readonly<Record<number, ProblemFacts>> = {
  400: MALFORMED,
  404: { status: 404, code: 'ROUTE_NOT_FOUND', title: 'There is nothing at this address' },
  405: { status: 405, code: 'METHOD_NOT_ALLOWED', title: 'This address does not take this method' },
  408: { status: 408, code: 'REQUEST_TIMEOUT', title: 'The request took too long to arrive' },
  413: { status: 413, code: 'INPUT_TOO_LONG', title: 'The request is too long' },
  415: { status: 415, code: 'CONTENT_TYPE_UNSUPPORTED', title: 'The body must be application/json' },
};

/** Fastify's words for a body it cannot read. */
const BODY_FAULTS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'text that is not JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'nothing',
};

const INTERNAL: ProblemFacts = {
  status: 500,
  code: 'INTERNAL',
  title: 'Something went wrong on our side',
  detail: 'The error has been logged under the request id.',
};

/**
 * What a caller is told about an error: nothing of the inside, everything that helps.
 *
 * @param error Anything thrown while a request was handled.
 */
export function problemFrom(error: unknown, requestId: string): Problem {
  const facts = factsOf(error);
  const detail = facts.detail ?? (error instanceof AppError ? error.message : facts.title);
  return { type: typeOf(facts.code), ...facts, detail, requestId };
}

/** What a caller is told whose question is not let in. */
export function overloadProblem(refusal: Refusal, requestId: string): Problem {
  return { type: typeOf(OverloadedError.CODE), ...factsOfOverload(refusal), requestId };
}

/** What a caller is told who has asked for too much. */
export function rateLimitedProblem(excess: LimitExceeded, requestId: string): Problem {
  return { type: typeOf(RateLimitedError.CODE), ...factsOfExcess(excess), requestId };
}

/** Whether an error is a fault of ours that belongs in the log. */
export function isDefect({ status }: Problem): boolean {
  return status >= 500 && status !== 503 && status !== 504;
}

/** Why a caller is refused who asks for more than it may; undefined for every other error. */
export function refusalCode(error: unknown): string | undefined {
  return error instanceof RateLimitedError || error instanceof ClassNotEntitledError ? error.code : undefined;
}

/** The id somebody asked for who may not see it, or that does not exist: nobody can tell which. */
export function missingResource(error: unknown): string | undefined {
  if (error instanceof AnswerNotFoundError) return error.answerId;
  if (error instanceof ConversationNotFoundError) return error.conversationId;
  return error instanceof KeyNotFoundError ? error.keyId : undefined;
}

function factsOf(error: unknown): ProblemFacts {
  if (error instanceof AppError) return factsOfAppError(error) ?? INTERNAL;
  const status = statusOf(error);
  if (status === undefined || status < 400 || status >= 500) return INTERNAL;
  const protocol = PROTOCOL_PROBLEMS[status] ?? { ...MALFORMED, status };
  const fault = BODY_FAULTS[codeOf(error)];
  return fault === undefined
    ? protocol
    : { ...protocol, errors: [{ field: 'body', expected: 'expected a JSON object', found: fault }] };
}

function factsOfOverload({ offer, retryAfterMs }: Refusal): ToldProblem {
  const { CODE: code, MESSAGE: detail } = OverloadedError;
  const facts = { status: 503, code, title: 'The service is overloaded', detail, retryAfterMs };
  return offer === undefined ? facts : { ...facts, offer: { ...offer } };
}

function factsOfExcess(excess: LimitExceeded): ToldProblem {
  const detail = RateLimitedError.messageOf(excess);
  const { retryAfterMs } = excess;
  return { status: 429, code: RateLimitedError.CODE, title: 'That is too much', detail, retryAfterMs };
}

function typeOf(code: string): string {
  return `urn:claude-director:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}

function factsOfAppError(error: AppError): ProblemFacts | undefined {
  const { code } = error;
  if (error instanceof InputTooLongError)
    return { status: 413, code, title: 'The text is too long', errors: error.fields };
  if (error instanceof InputInvalidError)
    return { status: 400, code, title: 'The request is not valid', errors: error.fields };
  if (error instanceof PersonaUnknownError) {
    const expected = `expected one of ${error.known.join(', ')}`;
    const errors = [{ field: 'personas', expected, found: JSON.stringify(error.persona) }];
    return { status: 400, code, title: 'There is no such persona', errors };
  }
  if (error instanceof HeaderInvalidError) {
    const errors = [{ field: error.header, expected: error.expected, found: JSON.stringify(error.found) }];
    return { status: 400, code, title: 'A header is not valid', errors };
  }
  if (error instanceof CursorInvalidError) {
    const errors = [{ field: 'cursor', expected: 'expected the nextCursor of a page before', found: 'something else' }];
    return { status: 400, code, title: 'The cursor is not valid', errors };
  }
  if (error instanceof UnauthenticatedError) return { status: 401, code, title: 'Who is calling?' };
  if (error instanceof HostNotAllowedError) return { status: 403, code, title: 'Not under this name' };
  if (error instanceof NotEntitledError) return { status: 403, code, title: 'This caller may not do this' };
  if (error instanceof ClassNotEntitledError)
    return { status: 403, code, title: 'This caller may not ask for this class' };
  if (error instanceof AnswerNotFoundError) return { status: 404, code, title: 'There is no such answer' };
  if (error instanceof ConversationNotFoundError) return { status: 404, code, title: 'There is no such conversation' };
  if (error instanceof KeyNotFoundError) return { status: 404, code, title: 'There is no such key' };
  if (error instanceof RequestInProgressError) {
    return { status: 409, code, title: 'The same request is under way', retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof IdempotencyKeyReusedError) return { status: 422, code, title: 'The key was used before' };
  if (error instanceof RateLimitedError) return factsOfExcess(error.excess);
  if (error instanceof JwksUnavailableError) {
    return { status: 503, code, title: 'The token cannot be checked now', retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof ConnectionsExhaustedError) {
    return { status: 503, code, title: 'There is no room for another connection', retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof FrameworkNotFoundError) return { status: 404, code, title: 'There is no such framework' };
  if (error instanceof OverloadedError) return factsOfOverload(error.refusal);
  if (error instanceof StoreUnavailableError) {
    return { status: 503, code, title: 'The database is not available', retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof DeadlineExceededError) return { status: 504, code, title: 'The deadline passed' };
  return undefined;
}

/** Fastify and Nest mark their errors with a status. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('getStatus' in error && typeof error.getStatus === 'function') return Number(error.getStatus());
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
