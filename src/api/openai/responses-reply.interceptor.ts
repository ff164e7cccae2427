import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';

import type { Answer } from '../../answers/index.js';
import { httpExchange } from '../../http/index.js';

import { OpenAiReplies } from './openai-replies.js';
import { responsesForm } from './responses-form.js';

/** Reads a question from the input of a response, and replies with that response. */
@Injectable()
export class ResponsesReplyInterceptor implements NestInterceptor<Answer | Buffer, void> {
  constructor(@Inject(OpenAiReplies) private readonly replies: OpenAiReplies) {}

  intercept(execution: ExecutionContext, next: CallHandler<Answer | Buffer>): Observable<void> {
    return defer(() => this.replies.reply(httpExchange(execution), responsesForm, () => lastValueFrom(next.handle())));
  }
}
