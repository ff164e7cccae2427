import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';

import { addToHeader, httpExchange, type HeaderWriter } from '../http/index.js';

import { AnswerPipeline } from './answer-pipeline.js';
import type { Answer } from './messages/answer.js';
import { cacheStatus, type CacheUse } from './messages/cache-use.js';
import type { Question } from './reading/question.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the message is validated. */
    question: Question | null;
    /** The question, where it was made before: by the fast path, or from another form. Throws what its validation threw. */
    earlyQuestion: (() => Question) | null;
  }
}

/**
 * Validates the question and answers it from the cache where it may, over REST and GraphQL alike; the handler is left
 * the questions that have to be composed. REST gets the bytes that are cached.
 */
@Injectable()
export class AnswerCacheInterceptor implements NestInterceptor<Answer, Answer | Buffer> {
  constructor(@Inject(AnswerPipeline) private readonly pipeline: AnswerPipeline) {}

  intercept(execution: ExecutionContext, next: CallHandler<Answer>): Observable<Answer | Buffer> {
    const { request, reply, input } = httpExchange(execution);
    const { context } = request;
    if (context === null) throw new TypeError('a question has no answer before PriorityGuard has classified it');
    return defer(async () => {
      const question = request.earlyQuestion?.() ?? this.pipeline.validate(input, context);
      request.question = question;
      const answered = await this.pipeline.cachedOr(question, () => lastValueFrom(next.handle()));
      setCacheHeaders(reply, answered.use);
      if (answered.bytes === undefined || execution.getType() !== 'http') return answered.answer;
      reply.type('application/json; charset=utf-8');
      return answered.bytes;
    });
  }
}

/** Sets the headers that say where an answer came from. */
export function setCacheHeaders(reply: HeaderWriter, use: CacheUse): void {
  reply.header('Cache-Status', cacheStatus(use));
  // An answer belongs to its caller: no cache on the way may serve it to another one.
  reply.header('Cache-Control', 'private, no-cache');
  addToHeader(reply, 'Vary', 'Authorization');
}
