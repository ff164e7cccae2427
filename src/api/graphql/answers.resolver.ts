import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';

import { FrameworkCatalog, type Detection, type Framework } from '../../frameworks/index.js';
import {
  AnswerPipeline,
  AnswerStore,
  detectSchema,
  FeedbackService,
  validate,
  type Answer,
  type Plan,
} from '../../answers/index.js';
import {
  feedbackRequestSchema,
  RecentAnswers,
  type Feedback,
  type Page,
  type RecentAnswer,
} from '../../conversations/index.js';
import { PerformanceMonitor, type Performance } from '../../monitoring/index.js';
import { PERSONA_PROFILES, type PersonaProfile } from '../../personas/index.js';
import type { GraphqlContext } from '../../http/index.js';
import { AnsweredByDeadline } from '../protocol/answered-by-deadline.decorator.js';
import { FrameworkNotFoundError } from '../protocol/api.errors.js';
import { actorOf, callerOf, questionOf } from '../protocol/current-context.js';
import { pageQuerySchema } from '../protocol/page-query.js';
import { summaryOf, type FrameworkSummary } from '../contract/library.js';

/** The same questions over GraphQL; every field hands over to what REST uses. */
@Resolver()
export class AnswersResolver {
  constructor(
    @Inject(AnswerPipeline) private readonly pipeline: AnswerPipeline,
    @Inject(AnswerStore) private readonly answers: AnswerStore,
    @Inject(FrameworkCatalog) private readonly catalog: FrameworkCatalog,
    @Inject(PerformanceMonitor) private readonly monitor: PerformanceMonitor,
    @Inject(RecentAnswers) private readonly recent: RecentAnswers,
    @Inject(FeedbackService) private readonly feedback: FeedbackService,
  ) {}

  @Mutation('ask')
  @AnsweredByDeadline()
  ask(@Context() { reply }: GraphqlContext): Promise<Answer> {
    return this.pipeline.compose(questionOf(reply.request));
  }

  /** Fields of one query run at once: each has a class and a deadline of its own, which the request has not. */
  @Query('plan')
  async plan(@Args('input') message: unknown, @Context() { reply: { request } }: GraphqlContext): Promise<Plan> {
    const { arrivedAt, headers, id: requestId } = request;
    return this.pipeline.plan(
      this.pipeline.receive({ requestId, caller: callerOf(request), message, headers, arrivedAt }),
    );
  }

  @Query('answer')
  answer(@Args('id') id: string, @Context() { reply }: GraphqlContext): Promise<Answer> {
    return this.answers.get(callerOf(reply.request).tenant, id);
  }

  @Query('answers')
  recentAnswers(@Args() args: unknown, @Context() { reply }: GraphqlContext): Promise<Page<RecentAnswer>> {
    const { cursor, limit } = validate(pageQuerySchema, args);
    return this.recent.page(callerOf(reply.request), limit, cursor);
  }

  @Mutation('rateAnswer')
  rateAnswer(
    @Args('id') id: string,
    @Args('input') input: unknown,
    @Context() { reply }: GraphqlContext,
  ): Promise<Feedback> {
    return this.feedback.give(actorOf(reply.request), id, validate(feedbackRequestSchema, input));
  }

  @Query('detectFrameworks')
  detectFrameworks(@Args('text') text: string): Detection {
    return this.catalog.current.detector.detect(validate(detectSchema, { text }).text);
  }

  @Query('frameworks')
  frameworks(): FrameworkSummary[] {
    return this.catalog.current.library.all().map(summaryOf);
  }

  @Query('framework')
  framework(@Args('id') id: string): Framework {
    const framework = this.catalog.current.library.get(id);
    if (framework === undefined) throw new FrameworkNotFoundError(id);
    return framework;
  }

  @Query('personas')
  personas(): readonly PersonaProfile[] {
    return PERSONA_PROFILES;
  }

  @Query('performance')
  performance(): Performance {
    return this.monitor.report();
  }
}
