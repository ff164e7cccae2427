import type { FastifyRequest } from 'fastify';

import { DeadlineExceededError, type Caller } from '../core/index.js';
import { HeaderInvalidError, type HttpExchange } from '../http/index.js';
import { StoreUnavailableError } from '../store/index.js';

import { IdempotencyKeyReusedError, RequestInProgressError } from './access.errors.js';
import type { IdempotencyStore } from './idempotency-store.js';

/** Minimum timeout of the database for an answer that is late already, milliseconds. */
const MIN_WAIT_MS = 10;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Answers a request with an `Idempotency-Key` once, and replays the answer to every repetition for a day. */
export class Idempotency {
  constructor(private readonly store: IdempotencyStore) {}

  /**
   * @param answering Makes the response, which is recorded as JSON; a `Buffer` is JSON already.
   * @returns that, or the response to an earlier request with the same key and body, as JSON.
   * @throws {IdempotencyKeyReusedError | RequestInProgressError} `IDEMPOTENCY_KEY_REUSED`, `REQUEST_IN_PROGRESS`
   * @throws {HeaderInvalidError} `HEADER_INVALID`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the database does not respond in time.
   */
  once<T extends object>(exchange: HttpExchange, answering: () => Promise<T>): Promise<T | Buffer> {
    const { caller, headers } = exchange.request;
    const key = headers['idempotency-key'];
    return key === undefined || caller === null ? answering() : this.#once(caller, key, exchange, answering);
  }

  async #once<T extends object>(
    caller: Caller,
    key: string | string[],
    { request, reply, input }: HttpExchange,
    answering: () => Promise<T>,
  ): Promise<T | Buffer> {
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw new HeaderInvalidError('Idempotency-Key', 'expected 1 to 255 visible characters', String(key).slice(0, 64));
    }
    const claim = await inTime(request, this.store.claim(caller, key, input));
    if (claim.state === 'conflict') throw new IdempotencyKeyReusedError();
    if (claim.state === 'inProgress') throw new RequestInProgressError();
    if (claim.state === 'completed') {
      reply.header('Idempotency-Replayed', 'true').type('application/json; charset=utf-8');
      return Buffer.from(claim.response);
    }
    try {
      const response = await answering();
      // A cached answer is serialized already.
      const json = Buffer.isBuffer(response) ? response.toString() : JSON.stringify(response);
      // If recording fails, the answer is sent all the same; repetitions are rejected until the claim expires.
      await inTime(request, this.store.complete(caller, key, json)).catch(() => undefined);
      return response;
    } catch (error) {
      // A claim that cannot be released expires.
      await inTime(request, this.store.release(caller, key)).catch(() => undefined);
      throw error;
    }
  }
}

/**
 * Waits for the database until the deadline of the request.
 *
 * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
 */
async function inTime<T>({ context }: FastifyRequest, work: Promise<T>): Promise<T> {
  if (context === null) return work;
  const { level, lifetime, timeline } = context;
  using timeout = lifetime.child(Math.max(MIN_WAIT_MS, level.deadlineMs - timeline.elapsedMs));
  try {
    return await timeout.wait(work);
  } catch (error) {
    if (!(error instanceof DeadlineExceededError)) throw error;
    throw new StoreUnavailableError('the database does not answer in time', 1_000, { cause: error });
  }
}
