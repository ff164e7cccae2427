import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { RequestAuthorizer, CallerLimits } from '../access/index.js';
import { ANSWERS_PATH, overloadProblem, rateLimitedProblem, type Problem } from '../api/index.js';
import type { AnswerCache } from '../answers/index.js';
import type { Caller } from '../core/index.js';
import { readPreferences } from '../http/index.js';
import { type Admission, type ClassPolicy, type AdmissionPlanner } from '../optimizer/index.js';

/** What the door asks. */
export interface EarlyRejectionParts {
  readonly access: RequestAuthorizer;
  readonly admission: Admission;
  readonly cache: AnswerCache<object>;
  readonly classes: ClassPolicy;
  readonly intake: AdmissionPlanner;
  readonly limits: CallerLimits;
  readonly requestIdOf: (request: IncomingMessage) => string;
}

/** A longer body is left to who reads it anyway, bytes. */
const MAX_BODY_LENGTH = 16_384;

/**
 * Refuses, before the framework sees it, a question that admission or its caller's limits would refuse anyway.
 *
 * Being refused by guards, interceptors and filters costs a fifth of a millisecond, so that ten times the capacity
 * would leave nothing to answer with; here it costs what reading and writing the connection does, and a little. The
 * decision is that of {@link Admission}: the same caller, class, deadline and queue. While nobody is refused, nothing
 * is looked at, and whatever cannot be judged at a glance goes on: a long body, a caller who is not known yet, a class
 * it may not have, a repetition, or a question whose answer is kept.
 *
 * @remarks No callbacks and no timers; a question that goes on has lost some ten microseconds.
 */
export class EarlyRejection {
  constructor(private readonly parts: EarlyRejectionParts) {}

  /** @param enter What handles the requests that go on. */
  handle(request: IncomingMessage, response: ServerResponse, enter: RequestListener): void {
    this.parts.admission.noteArrival();
    if (!this.#isWorthALook(request)) {
      enter(request, response);
      return;
    }
    // The body of a short request came in the same piece as its headers, and is there once that piece is parsed.
    process.nextTick(() => {
      const problem = this.#problemOf(request);
      if (problem === undefined) enter(request, response);
      else refuse(response, problem);
    });
  }

  #isWorthALook({ headers, method, url }: IncomingMessage): boolean {
    const { admission, limits } = this.parts;
    return (
      url === ANSWERS_PATH &&
      method === 'POST' &&
      (admission.isShedding || limits.areRefusing) &&
      // A repetition may have its answer already.
      headers['idempotency-key'] === undefined &&
      // A browser on another site must be told that it may read the refusal.
      headers.origin === undefined
    );
  }

  #problemOf(request: IncomingMessage): Problem | undefined {
    const caller = this.#knownCaller(request);
    if (caller === undefined) return undefined;
    const { limits, requestIdOf } = this.parts;
    const excess = limits.of(caller)?.requestsExcessOf(caller);
    if (excess !== undefined) return rateLimitedProblem(excess, requestIdOf(request));
    const body = wholeBodyOf(request);
    if (body === undefined) return undefined;
    const problem = this.#problemOfQuestion(request, body, caller);
    // Who handles it reads it as if nobody had.
    if (problem === undefined) request.unshift(body);
    return problem;
  }

  #problemOfQuestion(request: IncomingMessage, body: Buffer, caller: Caller): Problem | undefined {
    const { cache, classes, intake, limits, requestIdOf } = this.parts;
    try {
      const input: unknown = JSON.parse(body.toString());
      const requestId = requestIdOf(request);
      const context = classes.open({ requestId, caller, ...readPreferences(input, request.headers) });
      if (cache.peek(input, context)) return undefined;
      const excess = limits.of(caller)?.answersExcessOf(caller);
      if (excess !== undefined) return rateLimitedProblem(excess, requestId);
      const refusal = intake.shedEarly(context);
      return refusal === undefined ? undefined : overloadProblem(refusal, requestId);
    } catch {
      // What is wrong with it is for those to say who would answer it.
      return undefined;
    }
  }

  #knownCaller(request: IncomingMessage): Caller | undefined {
    try {
      return this.parts.access.cachedCaller(request);
    } catch {
      // Who it is not is for the guard to say.
      return undefined;
    }
  }
}

/** The body if all of it has arrived. */
function wholeBodyOf(request: IncomingMessage): Buffer | undefined {
  const length = Number(request.headers['content-length']);
  if (!(length > 0 && length <= MAX_BODY_LENGTH) || request.readableLength !== length) return undefined;
  return (request.read() as Buffer | null) ?? undefined;
}

function refuse(response: ServerResponse, problem: Problem): void {
  // A string leaves in one piece with the headers, bytes would be a second one.
  const body = JSON.stringify(problem);
  response.writeHead(problem.status, [
    'Content-Type',
    'application/problem+json; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Retry-After',
    String(Math.ceil((problem.retryAfterMs ?? 0) / 1_000)),
    'X-Content-Type-Options',
    'nosniff',
    'X-Request-Id',
    problem.requestId,
  ]);
  response.end(body);
}
