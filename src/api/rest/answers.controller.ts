import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AnswerPipeline, AnswerStore, FeedbackService, type Answer, type Plan } from '../../answers/index.js';
import {
  feedbackRequestSchema,
  RecentAnswers,
  type Feedback,
  type FeedbackRequest,
  type Page,
  type RecentAnswer,
} from '../../conversations/index.js';
import { HeaderInvalidError } from '../../http/index.js';
import { AnsweredByDeadline, PlannedByClass } from '../protocol/answered-by-deadline.decorator.js';
import { actorOf, callerOf, contextOf, questionOf } from '../protocol/current-context.js';
import { pageQuerySchema, type PageQuery } from '../protocol/page-query.js';
import { SchemaPipe } from '../protocol/schema.pipe.js';

import { AnswerReplyInterceptor } from './answer-reply.interceptor.js';
import { AnswerStreams } from '../streams/answer-streams.js';
import { isNotModified } from './etag.js';

/** Questions, plans and answers over REST. */
@Controller('v1')
export class AnswersController {
  constructor(
    @Inject(AnswerPipeline) private readonly pipeline: AnswerPipeline,
    @Inject(AnswerStore) private readonly answers: AnswerStore,
    @Inject(AnswerStreams) private readonly streams: AnswerStreams,
    @Inject(RecentAnswers) private readonly recent: RecentAnswers,
    @Inject(FeedbackService) private readonly feedback: FeedbackService,
  ) {}

  @Post('answers')
  @HttpCode(200)
  @AnsweredByDeadline()
  // Around the others: decorators apply from below.
  @UseInterceptors(AnswerReplyInterceptor)
  ask(
    @Req() request: FastifyRequest,
    // Nest sends nothing then: the interceptor does.
    @Res() _reply: FastifyReply,
  ): Promise<Answer> {
    return this.pipeline.compose(questionOf(request));
  }

  @Post('plan')
  @HttpCode(200)
  @PlannedByClass()
  async plan(@Req() request: FastifyRequest): Promise<Plan> {
    return this.pipeline.plan(this.pipeline.validate(request.body, contextOf(request)));
  }

  /** Answers that this caller was given, latest first. */
  @Get('answers')
  list(
    @Query(new SchemaPipe(pageQuerySchema)) { limit, cursor }: PageQuery,
    @Req() request: FastifyRequest,
  ): Promise<Page<RecentAnswer>> {
    return this.recent.page(callerOf(request), limit, cursor);
  }

  @Post('answers/:id/feedback')
  @HttpCode(200)
  rate(
    @Param('id') id: string,
    @Body(new SchemaPipe(feedbackRequestSchema)) feedback: FeedbackRequest,
    @Req() request: FastifyRequest,
  ): Promise<Feedback> {
    return this.feedback.give(actorOf(request), id, feedback);
  }

  @Get('answers/:id')
  async answer(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer | undefined> {
    const answer = await this.answers.get(callerOf(request).tenant, id);
    return isNotModified(request, reply, `${id}.${answer.version}`, 'private, no-cache') ? undefined : answer;
  }

  /**
   * The events of an answer after `Last-Event-ID`, from the first one without it; of an answer that was not streamed,
   * its versions. Ends with the final one, or when none can come any more.
   */
  @Get('answers/:id/events')
  async events(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const after = lastEventId(request.headers['last-event-id']);
    const log = await this.streams.resume(callerOf(request).tenant, id, after);
    this.streams.send(reply, log, after);
  }
}

/** @throws {HeaderInvalidError} `HEADER_INVALID` */
function lastEventId(header: string | string[] | undefined): number {
  if (header === undefined || header === '') return 0;
  const id = typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : Number.NaN;
  if (Number.isNaN(id)) throw new HeaderInvalidError('Last-Event-ID', 'expected the id of an event', String(header));
  return id;
}
