import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';

import { Idempotency } from '../../access/index.js';
import type { Answer } from '../../answers/index.js';
import { answerJson } from '../../conversations/index.js';
import { httpExchange, type HttpExchange } from '../../http/index.js';

import { AnswerStreams } from '../streams/answer-streams.js';

/**
 * Sends an answer, once for each `Idempotency-Key`: whole, or event by event to a client that accepts `text/event-stream`. An
 * error before the question is accepted is sent as a problem.
 */
@Injectable()
export class AnswerReplyInterceptor implements NestInterceptor<Answer | Buffer, void> {
  constructor(
    @Inject(AnswerStreams) private readonly streams: AnswerStreams,
    @Inject(Idempotency) private readonly idempotency: Idempotency,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler<Answer | Buffer>): Observable<void> {
    const exchange = httpExchange(execution);
    return defer(() => this.#reply(exchange, () => lastValueFrom(next.handle())));
  }

  async #reply(exchange: HttpExchange, ask: () => Promise<Answer | Buffer>): Promise<void> {
    const { request, reply } = exchange;
    const { context } = request;
    const answering = () => this.idempotency.once(exchange, ask);
    if (context !== null && acceptsEvents(request.headers.accept)) {
      const log = await this.streams.follow(context, () => answering().then(parsed));
      this.streams.send(reply, log, 0);
    } else {
      const answer = await answering();
      void reply.type('application/json; charset=utf-8').send(Buffer.isBuffer(answer) ? answer : answerJson(answer));
    }
  }
}

/** A cached answer is serialized already. */
function parsed(answer: Answer | Buffer): Answer {
  return Buffer.isBuffer(answer) ? (JSON.parse(answer.toString()) as Answer) : answer;
}

/** A browser's `EventSource` sends it alone; among other types it counts when it comes before JSON. */
export function acceptsEvents(accept: string | undefined): boolean {
  const types = (accept ?? '')
    .toLowerCase()
    .split(',')
    .map((type) => type.split(';', 1)[0]?.trim());
  const at = types.indexOf('text/event-stream');
  const json = types.indexOf('application/json');
  return at >= 0 && (json < 0 || at < json);
}
