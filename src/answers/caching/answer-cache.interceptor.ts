import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { defer, lastValueFrom, type Observable } from 'rxjs';

import { httpExchange } from '../../http/index.js';

import { AnswerCache } from './answer-cache.js';
import { cacheStatus, type CacheUse } from '../messages/cache-use.js';

/** Answers from the cache where it may, over REST and GraphQL alike; over REST with the bytes that are kept. */
@Injectable()
export class AnswerCacheInterceptor implements NestInterceptor {
  constructor(@Inject(AnswerCache) private readonly cache: AnswerCache<object>) {}

  intercept(execution: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const { request, reply, input } = httpExchange(execution);
    const { context } = request;
    if (context === null) return next.handle();
    return defer(async () => {
      const served = await this.cache.serve(input, context, async () => lastValueFrom(next.handle()));
      setCacheHeaders(reply, served.use);
      if (served.bytes === undefined || execution.getType() !== 'http') return served.answer;
      reply.type('application/json; charset=utf-8');
      return served.bytes;
    });
  }
}

/** Says in headers where an answer came from. */
export function setCacheHeaders(reply: FastifyReply, use: CacheUse): void {
  reply.header('Cache-Status', cacheStatus(use));
  // An answer is its caller's own: no cache on the way may give it to anybody else.
  reply.header('Cache-Control', 'private, no-cache').header('Vary', 'Authorization');
}
