import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';

import { httpExchange } from '../optimizer/index.js';

import { AnswerCache } from './answer-cache.js';

/** Answers from the cache where it may, over REST and GraphQL alike. */
@Injectable()
export class AnswerCacheInterceptor implements NestInterceptor {
  constructor(@Inject(AnswerCache) private readonly cache: AnswerCache<object>) {}

  intercept(execution: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const { request, input } = httpExchange(execution);
    const { context } = request;
    if (context === null) return next.handle();
    return defer(async () => this.cache.getOrCompute(input, context, async () => lastValueFrom(next.handle())));
  }
}
