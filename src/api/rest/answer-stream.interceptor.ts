import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { defer, lastValueFrom, type Observable } from 'rxjs';

import type { Answer } from '../../guidance/index.js';
import { httpExchange } from '../../optimizer/index.js';

import { AnswerStreams } from './answer-streams.js';
import type { EventStream } from './event-stream.js';

/**
 * Streams an answer to who accepts `text/event-stream`. Whatever is wrong before it is accepted is a problem as ever.
 */
@Injectable()
export class AnswerStreamInterceptor implements NestInterceptor<Answer | Buffer> {
  constructor(@Inject(AnswerStreams) private readonly streams: AnswerStreams) {}

  intercept(
    execution: ExecutionContext,
    next: CallHandler<Answer | Buffer>,
  ): Observable<Answer | Buffer | EventStream> {
    const { request, reply } = httpExchange(execution);
    const { context } = request;
    if (context === null || !acceptsEvents(request.headers.accept)) return next.handle();
    return defer(async () => {
      const log = await this.streams.follow(context, async () => {
        const answer = await lastValueFrom(next.handle());
        // A kept answer comes as it is kept.
        return Buffer.isBuffer(answer) ? (JSON.parse(answer.toString()) as Answer) : answer;
      });
      return this.streams.bodyFor(reply, log, 0);
    });
  }
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
