import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { defer, lastValueFrom, type Observable } from 'rxjs';

import type { Caller } from '../common/index.js';
import { HeaderInvalidError, httpExchange } from '../optimizer/index.js';

import { IdempotencyKeyReusedError, RequestUnderWayError } from './access.errors.js';
import { IdempotencyStore } from './idempotency-store.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Answers a request with an `Idempotency-Key` once, and gives the same answer to every repetition for a day. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(@Inject(IdempotencyStore) private readonly store: IdempotencyStore) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { request, reply, input } = httpExchange(execution);
    const key = request.headers['idempotency-key'];
    const { caller } = request;
    if (key === undefined || caller === null) return next.handle();
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw new HeaderInvalidError('Idempotency-Key', 'expected 1 to 255 visible characters', String(key).slice(0, 64));
    }
    return defer(() => this.#once(caller, key, input, reply, next));
  }

  async #once(caller: Caller, key: string, input: unknown, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const claim = await this.store.claim(caller, key, input);
    if (claim.state === 'other') throw new IdempotencyKeyReusedError();
    if (claim.state === 'underWay') throw new RequestUnderWayError();
    if (claim.state === 'done') {
      reply.header('Idempotency-Replayed', 'true');
      return claim.response;
    }
    try {
      const response: unknown = await lastValueFrom(next.handle());
      await this.store.complete(caller, key, response);
      return response;
    } catch (error) {
      // What cannot be given back now is taken for dead after a while.
      await this.store.release(caller, key).catch(() => undefined);
      throw error;
    }
  }
}
