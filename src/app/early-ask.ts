import type { IncomingMessage } from 'node:http';

import type { RequestAuthorizer } from '../access/index.js';
import type { AnswerPipeline, Question } from '../answers/index.js';
import type { Caller, RequestContext } from '../core/index.js';
import type { Authorization, EarlySteps, HeaderWriter } from '../http/index.js';

/** What an early question is read with. */
export interface EarlyAskParts {
  readonly authorizer: RequestAuthorizer;
  readonly pipeline: AnswerPipeline;
}

/** How a question reached the fast path. */
export interface EarlyArrival {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly message: unknown;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
}

/**
 * A question that is read before the framework receives it. Each of the first steps of the pipeline is taken once, when
 * the fast path or a guard first needs it; a failure is thrown again to the next one.
 */
export class EarlyAsk implements EarlySteps {
  #authorization: Authorization | undefined;
  #failure: { readonly error: unknown } | undefined;
  #caller: Taken<Caller | undefined> | undefined;
  #context: Taken<RequestContext> | undefined;
  #question: Taken<Question> | undefined;

  constructor(
    private readonly parts: EarlyAskParts,
    readonly arrival: EarlyArrival,
  ) {}

  get caller(): Caller | undefined {
    this.#caller ??= attempt(() => this.#authenticate());
    return resultOf(this.#caller);
  }

  get context(): RequestContext {
    this.#context ??= attempt(() => this.#classify());
    return resultOf(this.#context);
  }

  get question(): Question {
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#question ??= attempt(() => this.parts.pipeline.validate(this.arrival.message, this.context));
    return resultOf(this.#question);
  }

  get authorization(): Authorization | undefined {
    return this.#authorization;
  }

  /** Counts the request, once. @throws {NotEntitledError | RateLimitedError} at once or later. */
  authorize(reply: HeaderWriter): Authorization {
    const { caller } = this;
    if (caller === undefined) throw new TypeError('a request is not authorized before its caller is known');
    if (this.#authorization === undefined) {
      const outcome = attempt(() => this.parts.authorizer.authorize(caller, 'ask', reply));
      this.#authorization = 'error' in outcome ? Promise.reject<true>(outcome.error) : outcome.value;
    }
    return this.#authorization;
  }

  /** Makes the framework report an error, instead of taking a step again that has failed. */
  fail(error: unknown): void {
    this.#failure = { error };
  }

  #authenticate(): Caller | undefined {
    const caller = this.parts.authorizer.authenticate(this.arrival.request);
    if (!(caller instanceof Promise)) return caller;
    // The guard authenticates it again and reports the failure.
    caller.catch(() => undefined);
    return undefined;
  }

  #classify(): RequestContext {
    const { caller } = this;
    if (caller === undefined) throw new TypeError('a request has no class before its caller is known');
    const { arrivedAt, message, request, requestId } = this.arrival;
    return this.parts.pipeline.classify({ requestId, caller, message, headers: request.headers, arrivedAt });
  }
}

/** What became of a step that is taken once: later calls get the same result, or the same error. */
type Taken<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(step: () => T): Taken<T> {
  try {
    return { value: step() };
  } catch (error) {
    return { error };
  }
}

function resultOf<T>(taken: Taken<T>): T {
  if ('error' in taken) throw taken.error;
  return taken.value;
}
