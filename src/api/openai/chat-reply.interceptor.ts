import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';

import type { Answer } from '../../answers/index.js';
import { httpExchange } from '../../http/index.js';

import { chatForm } from './chat-form.js';
import { OpenAiReplies } from './openai-replies.js';

/** Reads a question from the messages of a chat, and replies with a chat completion. */
@Injectable()
export class ChatReplyInterceptor implements NestInterceptor<Answer | Buffer, void> {
  constructor(@Inject(OpenAiReplies) private readonly replies: OpenAiReplies) {}

  intercept(execution: ExecutionContext, next: CallHandler<Answer | Buffer>): Observable<void> {
    return defer(() => this.replies.reply(httpExchange(execution), chatForm, () => lastValueFrom(next.handle())));
  }
}
