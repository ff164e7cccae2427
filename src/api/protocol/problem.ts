import * as z from 'zod';

import { RateLimitedError, type LimitExceeded } from '../../access/index.js';
import { AppError, requestClassSchema } from '../../core/index.js';
import { CursorInvalidError } from '../../conversations/index.js';
import { InputInvalidError, PersonaUnknownError, type FieldProblem } from '../../answers/index.js';
import { OverloadedError, type Refusal } from '../../optimizer/index.js';
import { BodyFormatError, HeaderInvalidError } from '../../http/index.js';

/** One field of a request that cannot be accepted. */
export const fieldProblemSchema = z.strictObject({
  field: z.string().describe('For example `personas[0]`.'),
  expected: z.string(),
  found: z.string(),
});

/** An error, the same on every endpoint. @see RFC 9457 */
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

/** Status and title of every code that a caller can receive; docs/errors.md says what to do about each. */
const PROBLEMS = {
  INPUT_INVALID: { status: 400, title: 'Invalid request' },
  INPUT_TOO_LONG: { status: 413, title: 'Input too long' },
  REQUEST_MALFORMED: { status: 400, title: 'Malformed request' },
  GRAPHQL_INVALID: { status: 400, title: 'Invalid GraphQL request' },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, title: 'Unsupported content type' },
  HEADER_INVALID: { status: 400, title: 'Invalid header' },
  CURSOR_INVALID: { status: 400, title: 'Invalid cursor' },
  PERSONA_UNKNOWN: { status: 400, title: 'Unknown persona' },
  UNAUTHENTICATED: { status: 401, title: 'Unauthenticated' },
  NOT_ENTITLED: { status: 403, title: 'Not entitled' },
  CLASS_NOT_ENTITLED: { status: 403, title: 'Request class not entitled' },
  HOST_NOT_ALLOWED: { status: 403, title: 'Host not allowed' },
  ANSWER_NOT_FOUND: { status: 404, title: 'Answer not found' },
  CONVERSATION_NOT_FOUND: { status: 404, title: 'Conversation not found' },
  KEY_NOT_FOUND: { status: 404, title: 'API key not found' },
  FRAMEWORK_NOT_FOUND: { status: 404, title: 'Framework not found' },
  MODEL_NOT_FOUND: { status: 404, title: 'Model not found' },
  ROUTE_NOT_FOUND: { status: 404, title: 'Route not found' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  REQUEST_TIMEOUT: { status: 408, title: 'Request timeout' },
  REQUEST_IN_PROGRESS: { status: 409, title: 'Request in progress' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'Idempotency key reused' },
  RATE_LIMITED: { status: 429, title: 'Rate limit exceeded' },
  INTERNAL: { status: 500, title: 'Internal error' },
  JWKS_UNAVAILABLE: { status: 503, title: 'Token issuer keys unavailable' },
  CONNECTIONS_EXHAUSTED: { status: 503, title: 'Connection limit reached' },
  OVERLOADED: { status: 503, title: 'Service overloaded' },
  STORE_UNAVAILABLE: { status: 503, title: 'Database unavailable' },
  DEADLINE_EXCEEDED: { status: 504, title: 'Deadline exceeded' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** The URN of every code. */
const TYPES = Object.fromEntries(
  Object.keys(PROBLEMS).map((code) => [code, `urn:claude-director:problem:${code.toLowerCase().replaceAll('_', '-')}`]),
) as Readonly<Record<ProblemCode, string>>;

/** Errors of Fastify and Nest, which are no `AppError`, by their status: code and detail. */
const PROTOCOL_ERRORS: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  404: ['ROUTE_NOT_FOUND', 'no route has this path'],
  405: ['METHOD_NOT_ALLOWED', 'the route does not take this method'],
  408: ['REQUEST_TIMEOUT', 'the request did not arrive within http.requestTimeoutMs'],
  413: ['INPUT_TOO_LONG', 'the body is larger than http.bodyLimitBytes'],
  414: ['REQUEST_MALFORMED', 'a part of the path is longer than 128 characters'],
  415: ['CONTENT_TYPE_UNSUPPORTED', 'the body must be application/json, in UTF-8 and not compressed'],
  417: ['REQUEST_MALFORMED', 'the header Expect may only ask for 100-continue'],
  431: ['REQUEST_MALFORMED', 'the headers are larger than 16 KB'],
};

/** What Fastify found instead of a JSON body, by its error code. */
const BODY_FAULTS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'text that is not JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'nothing',
};

/**
 * The problem that a caller receives for an error; it discloses nothing internal.
 *
 * @param error Anything thrown while a request was handled.
 */
export function problemFrom(error: unknown, requestId: string): Problem {
  if (!(error instanceof AppError)) return protocolProblem(error, requestId);
  if (error instanceof RateLimitedError) return rateLimitedProblem(error.excess, requestId);
  if (error instanceof OverloadedError) return overloadProblem(error.refusal, requestId);
  const { code, message } = error;
  if (!isProblemCode(code)) return internalProblem(requestId);
  const errors = fieldsOf(error);
  const retryAfterMs = 'retryAfterMs' in error ? Number(error.retryAfterMs) : undefined;
  return problemOf(code, message, requestId, {
    ...(errors === undefined ? {} : { errors }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** The problem of a question that admission control rejects. */
export function overloadProblem({ offer, retryAfterMs }: Refusal, requestId: string): Problem {
  const facts = offer === undefined ? { retryAfterMs } : { retryAfterMs, offer: { ...offer } };
  return problemOf(OverloadedError.CODE, OverloadedError.MESSAGE, requestId, facts);
}

/** The problem of a GraphQL document that cannot be executed. */
export function graphqlProblem(detail: string, requestId: string): Problem {
  return problemOf('GRAPHQL_INVALID', detail, requestId);
}

/** The problem of a request beyond a limit of its caller. */
export function rateLimitedProblem(excess: LimitExceeded, requestId: string): Problem {
  const { retryAfterMs } = excess;
  return problemOf(RateLimitedError.CODE, RateLimitedError.messageOf(excess), requestId, { retryAfterMs });
}

/** Whether a problem is a defect of the service, which belongs in the log. */
export function isDefect({ status }: Problem): boolean {
  return status >= 500 && status !== 503 && status !== 504;
}

function problemOf(code: ProblemCode, detail: string, requestId: string, facts: Partial<Problem> = {}): Problem {
  return { type: TYPES[code], code, ...PROBLEMS[code], detail, ...facts, requestId };
}

function internalProblem(requestId: string): Problem {
  return problemOf('INTERNAL', 'the error is logged under the request id', requestId);
}

function protocolProblem(error: unknown, requestId: string): Problem {
  const status = statusOf(error);
  if (status === undefined || status < 400 || status >= 500) return internalProblem(requestId);
  const [code, detail] = PROTOCOL_ERRORS[status] ?? ['REQUEST_MALFORMED', 'the request cannot be parsed'];
  const found = typeof error === 'object' && error !== null && 'code' in error && BODY_FAULTS[String(error.code)];
  const errors = found ? { errors: [{ field: 'body', expected: 'expected a JSON object', found }] } : {};
  return problemOf(code, detail, requestId, { status, ...errors });
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function fieldsOf(error: AppError): FieldProblem[] | undefined {
  if (error instanceof InputInvalidError) return error.fields;
  if (error instanceof PersonaUnknownError) {
    const expected = `expected one of ${error.known.join(', ')}`;
    return [{ field: 'personas', expected, found: JSON.stringify(error.persona) }];
  }
  if (error instanceof HeaderInvalidError || error instanceof BodyFormatError) {
    return [{ field: error.header, expected: error.expected, found: JSON.stringify(error.found.slice(0, 64)) }];
  }
  if (error instanceof CursorInvalidError) {
    return [{ field: 'cursor', expected: 'expected the nextCursor of a page before', found: 'something else' }];
  }
  return undefined;
}

/** Fastify and Nest mark their errors with a status. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('getStatus' in error && typeof error.getStatus === 'function') return Number(error.getStatus());
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}
