import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res, Sse, type MessageEvent } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Observable, takeUntil, timer } from 'rxjs';

import { askSchema, Guidance, type Answer, type Ask, type Plan } from '../../guidance/index.js';
import { AnsweredByDeadline, PlannedByClass } from '../answered-by-deadline.decorator.js';
import { callerOf, contextOf } from '../current-context.js';
import { SchemaPipe } from '../schema.pipe.js';

import { isNotModified } from './etag.js';

/** For writing the last version, milliseconds. */
const GRACE_MS = 1_000;

/** Questions, plans and answers over REST. */
@Controller('v1')
export class AnswersController {
  constructor(@Inject(Guidance) private readonly guidance: Guidance) {}

  @Post('answers')
  @HttpCode(200)
  @AnsweredByDeadline()
  ask(@Body(new SchemaPipe(askSchema)) ask: Ask, @Req() request: FastifyRequest): Promise<Answer> {
    return this.guidance.ask(ask, contextOf(request));
  }

  @Post('plan')
  @HttpCode(200)
  @PlannedByClass()
  plan(@Body(new SchemaPipe(askSchema)) ask: Ask, @Req() request: FastifyRequest): Plan {
    return this.guidance.plan(ask, contextOf(request));
  }

  @Get('answers/:id')
  answer(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer | undefined {
    const answer = this.guidance.answer(callerOf(request).tenant, id);
    return isNotModified(request, reply, `${id}.${answer.version}`, 'private, no-cache') ? undefined : answer;
  }

  /** Versions of an answer as they land, the present one first; ends with the final one, or when none can come any more. */
  @Sse('answers/:id/events')
  events(@Param('id') id: string, @Req() request: FastifyRequest): Observable<MessageEvent> {
    const { tenant } = callerOf(request);
    const present = this.guidance.answer(tenant, id);
    const versions = new Observable<MessageEvent>((subscriber) => {
      const show = (answer: Answer) => {
        const isFinal = answer.receipt.continuation === null;
        subscriber.next({
          id: String(answer.version),
          type: isFinal ? 'answer.final' : 'answer.partial',
          data: answer,
        });
        if (isFinal) subscriber.complete();
      };
      const unsubscribe = this.guidance.onNewVersion(tenant, id, show);
      show(present);
      return unsubscribe;
    });
    return versions.pipe(takeUntil(timer(this.guidance.longestContinuationMs + GRACE_MS)));
  }
}
