import { Inject } from '@nestjs/common';
import { Args, Context, Resolver, Subscription } from '@nestjs/graphql';

import { DeadlineExceededError } from '../../core/index.js';
import type { Answer } from '../../answers/index.js';
import type { Performance } from '../../monitoring/index.js';
import type { GraphqlContext } from '../../http/index.js';
import { callerOf } from '../protocol/current-context.js';
import { PerformanceFeed } from '../streams/performance-feed.js';
import { ProblemGraphqlError } from '../protocol/error-replies.js';
import { problemFrom, problemSchema } from '../protocol/problem.js';
import { AnswerStreams } from '../streams/answer-streams.js';

import { answerVersions, performanceReports } from './subscription-sources.js';

/** The value of the field is what its source yields. */
const UNCHANGED = { resolve: (value: unknown) => value };

/** What REST streams as server-sent events, over GraphQL. */
@Resolver()
export class SubscriptionsResolver {
  constructor(
    @Inject(AnswerStreams) private readonly streams: AnswerStreams,
    @Inject(PerformanceFeed) private readonly feed: PerformanceFeed,
  ) {}

  @Subscription('answerUpdated', UNCHANGED)
  async answerUpdated(
    @Args('id') id: string,
    @Context() { reply: { request } }: GraphqlContext,
  ): Promise<AsyncIterableIterator<Answer>> {
    const log = await this.streams.resume(callerOf(request).tenant, id, 0);
    return answerVersions(log, (fault) => {
      const problem = problemSchema.safeParse(fault);
      // Without a problem, the time for a later version has passed.
      return new ProblemGraphqlError(problem.data ?? problemFrom(new DeadlineExceededError(0), request.id));
    });
  }

  @Subscription('performance', UNCHANGED)
  performance(): AsyncIterableIterator<Performance> {
    return performanceReports(this.feed.reports);
  }
}
