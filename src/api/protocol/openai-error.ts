import type { Problem, ProblemCode } from './problem.js';

/** An error as clients of OpenAI's protocol read it. */
export interface OpenAiError {
  readonly error: {
    readonly message: string;
    readonly type: string;
    /** The field at fault, where one is. */
    readonly param: string | null;
    readonly code: string;
    /** What the same problem is called on the other endpoints. */
    readonly director: Pick<Problem, 'code' | 'requestId' | 'retryAfterMs' | 'offer'>;
  };
}

type Meaning = readonly [type: string, code: string, status?: number];

/** What each code is called in OpenAI's protocol; the status only where it is another one. */
const MEANINGS: Readonly<Record<ProblemCode, Meaning>> = {
  INPUT_INVALID: ['invalid_request_error', 'invalid_value'],
  // The code by which clients know that they have to shorten a conversation.
  INPUT_TOO_LONG: ['invalid_request_error', 'context_length_exceeded', 400],
  REQUEST_MALFORMED: ['invalid_request_error', 'invalid_json'],
  GRAPHQL_INVALID: ['invalid_request_error', 'invalid_value'],
  CONTENT_TYPE_UNSUPPORTED: ['invalid_request_error', 'unsupported_content_type'],
  HEADER_INVALID: ['invalid_request_error', 'invalid_header'],
  CURSOR_INVALID: ['invalid_request_error', 'invalid_value'],
  PERSONA_UNKNOWN: ['invalid_request_error', 'model_not_found', 404],
  UNAUTHENTICATED: ['invalid_request_error', 'invalid_api_key'],
  NOT_ENTITLED: ['permission_error', 'insufficient_permissions'],
  CLASS_NOT_ENTITLED: ['permission_error', 'insufficient_permissions'],
  HOST_NOT_ALLOWED: ['permission_error', 'host_not_allowed'],
  ANSWER_NOT_FOUND: ['invalid_request_error', 'response_not_found'],
  CONVERSATION_NOT_FOUND: ['invalid_request_error', 'conversation_not_found'],
  KEY_NOT_FOUND: ['invalid_request_error', 'not_found'],
  FRAMEWORK_NOT_FOUND: ['invalid_request_error', 'not_found'],
  MODEL_NOT_FOUND: ['invalid_request_error', 'model_not_found'],
  ROUTE_NOT_FOUND: ['invalid_request_error', 'unknown_url'],
  METHOD_NOT_ALLOWED: ['invalid_request_error', 'method_not_supported'],
  REQUEST_TIMEOUT: ['invalid_request_error', 'request_timeout'],
  REQUEST_IN_PROGRESS: ['invalid_request_error', 'request_in_progress'],
  IDEMPOTENCY_KEY_REUSED: ['idempotency_error', 'idempotency_key_reused'],
  RATE_LIMITED: ['requests', 'rate_limit_exceeded'],
  INTERNAL: ['server_error', 'internal_error'],
  JWKS_UNAVAILABLE: ['server_error', 'service_unavailable'],
  CONNECTIONS_EXHAUSTED: ['server_error', 'service_unavailable'],
  OVERLOADED: ['server_error', 'server_overloaded'],
  STORE_UNAVAILABLE: ['server_error', 'service_unavailable'],
  DEADLINE_EXCEEDED: ['server_error', 'deadline_exceeded'],
};

/** Official clients wait for no longer than this; told to, they would retry at once instead. Milliseconds. */
const MAX_RETRY_WAIT_MS = 60_000;

/** A problem in OpenAI's form, and the status it leaves with. */
export function openAiErrorOf(problem: Problem): { readonly status: number; readonly body: OpenAiError } {
  const { code, detail, errors, offer, requestId, retryAfterMs } = problem;
  const [type, name, status = problem.status] = MEANINGS[code as ProblemCode];
  const director = {
    code,
    requestId,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(offer === undefined ? {} : { offer }),
  };
  const [field] = errors ?? [];
  const message = field === undefined ? detail : `${detail}: ${field.field}: ${field.expected}, found ${field.found}`;
  return { status, body: { error: { message, type, param: field?.field ?? null, code: name, director } } };
}

/** The headers by which official clients decide whether and when to retry. */
export function openAiRetryHeaders({ code, retryAfterMs }: Problem): Record<string, string> {
  // The next attempt would be as late.
  const isHopeless = code === 'DEADLINE_EXCEEDED' || (retryAfterMs ?? 0) > MAX_RETRY_WAIT_MS;
  return {
    ...(retryAfterMs === undefined ? {} : { 'retry-after-ms': String(Math.ceil(retryAfterMs)) }),
    ...(isHopeless ? { 'x-should-retry': 'false' } : {}),
  };
}
