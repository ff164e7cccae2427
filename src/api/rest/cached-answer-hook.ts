import type { FastifyReply, FastifyRequest } from 'fastify';

import type { RequestAuthorizer } from '../../access/index.js';
import { setCacheHeaders, type AnswerCache } from '../../answers/index.js';
import { openContext, setServiceLevelHeaders, type ClassPolicy, type AdmissionPlanner } from '../../optimizer/index.js';

import { acceptsEvents } from './answer-reply.interceptor.js';
import { ANSWERS_PATH } from '../protocol/paths.js';

export interface CachedAnswerHookParts {
  readonly access: RequestAuthorizer;
  readonly cache: AnswerCache<object>;
  readonly classes: ClassPolicy;
  readonly intake: AdmissionPlanner;
}

/**
 * Answers a question over REST whose answer this process keeps, before the pipeline of guards and interceptors, which
 * costs more than everything such an answer needs.
 *
 * Each step is the one that they take: the same check of access, counted once, the same class and deadline, the same
 * cache, the same headers. Whatever is not plain goes on to them as if nobody had looked, and so does whoever is not let
 * in. An answer that could not be recorded is an error at once: a second attempt would record it a second time.
 */
export class CachedAnswerHook {
  constructor(private readonly parts: CachedAnswerHookParts) {}

  /** A `preHandler` hook of Fastify. */
  readonly hook = (request: FastifyRequest, reply: FastifyReply, goOn: () => void): void => {
    const passOn = () => {
      request.context = null;
      goOn();
    };
    let key: string | undefined;
    try {
      key = isPlainQuestion(request) ? this.#keptUnder(request) : undefined;
      if (key === undefined || request.caller === null) return passOn();
      request.authorization = this.parts.access.authorize(request.caller, request, reply, 'ask');
    } catch {
      return passOn();
    }
    const serve = () => {
      this.#serve(key, request, reply).then(
        (isServed) => (isServed ? undefined : passOn()),
        (error: unknown) => void reply.send(error),
      );
    };
    if (request.authorization === true) serve();
    else request.authorization.then(serve, passOn);
  };

  /** The key of the answer, once it is known who asks and for which class; undefined unless this process keeps it. */
  #keptUnder(request: FastifyRequest): string | undefined {
    const { access, cache, classes } = this.parts;
    const caller = access.cachedCaller(request);
    if (caller === undefined) return undefined;
    request.caller = caller;
    const context = openContext(classes, request, request.body);
    request.context = context;
    return cache.peekKey(request.body, context);
  }

  /** @returns whether there was an answer to give. */
  async #serve(key: string, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const { context } = request;
    if (context === null) return false;
    const served = await this.parts.cache.serveCached(key, request.body, context);
    if (served?.bytes === undefined) return false;
    setCacheHeaders(reply, served.use);
    setServiceLevelHeaders(reply, context, this.parts.intake);
    void reply.type('application/json; charset=utf-8').send(served.bytes);
    return true;
  }
}

function isPlainQuestion({ method, routeOptions, headers }: FastifyRequest): boolean {
  return (
    method === 'POST' &&
    routeOptions.url === ANSWERS_PATH &&
    // A repetition gets what the first one got.
    headers['idempotency-key'] === undefined &&
    !acceptsEvents(headers.accept)
  );
}
