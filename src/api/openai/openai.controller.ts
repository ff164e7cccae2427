import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AnswerNotFoundError, AnswerPipeline, AnswerStore, type Answer } from '../../answers/index.js';
import { epochMsOf } from '../../core/index.js';
import type { OpenAiModel, OpenAiModelList, ResponseReply } from '../contract/openai.js';
import { AnsweredByDeadline } from '../protocol/answered-by-deadline.decorator.js';
import { callerOf, questionOf } from '../protocol/current-context.js';

import { ChatReplyInterceptor } from './chat-reply.interceptor.js';
import { findModel, listModels } from './models.js';
import { identityIn } from './responses.js';
import { storedResponse } from './responses-form.js';
import { ResponsesReplyInterceptor } from './responses-reply.interceptor.js';

/** Questions in the protocol that OpenAI's clients speak. */
@Controller('v1')
export class OpenAiController {
  constructor(
    @Inject(AnswerPipeline) private readonly pipeline: AnswerPipeline,
    @Inject(AnswerStore) private readonly answers: AnswerStore,
  ) {}

  @Get('models')
  models(): OpenAiModelList {
    return listModels();
  }

  @Get('models/:id')
  model(@Param('id') id: string): OpenAiModel {
    return findModel(id);
  }

  @Post('chat/completions')
  @HttpCode(200)
  @AnsweredByDeadline()
  // Around the others: decorators apply from below.
  @UseInterceptors(ChatReplyInterceptor)
  chat(
    @Req() request: FastifyRequest,
    // Nest sends nothing then: the interceptor does.
    @Res() _reply: FastifyReply,
  ): Promise<Answer> {
    return this.pipeline.compose(questionOf(request));
  }

  @Post('responses')
  @HttpCode(200)
  @AnsweredByDeadline()
  @UseInterceptors(ResponsesReplyInterceptor)
  respond(@Req() request: FastifyRequest, @Res() _reply: FastifyReply): Promise<Answer> {
    return this.pipeline.compose(questionOf(request));
  }

  /** A response that is stored, with what was late. */
  @Get('responses/:id')
  async response(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ResponseReply> {
    const identity = identityIn(id);
    if (identity === undefined) throw new AnswerNotFoundError(id);
    const answer = await this.answers.get(callerOf(request).tenant, identity.answerId);
    return storedResponse(answer, identity, Math.floor(epochMsOf(answer.id) / 1_000));
  }
}
