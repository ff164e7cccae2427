import type { FastifyRequest } from 'fastify';

import { DeadlineExceededError, type Caller } from '../core/index.js';
import { HeaderInvalidError } from '../http/index.js';
import { type HttpExchange } from '../http/index.js';
import { StoreUnavailableError } from '../store/index.js';

import { IdempotencyKeyReusedError, RequestInProgressError } from './access.errors.js';
import type { IdempotencyStore } from './idempotency-store.js';

/** An answer that is late already waits no longer than this for the database, milliseconds. */
const MIN_WAIT_MS = 10;
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Answers a request with an `Idempotency-Key` once, and gives the same answer to every repetition for a day. */
export class Idempotency {
  constructor(private readonly store: IdempotencyStore) {}

  /**
   * @param answering Does what is asked for. What it returns is kept, as JSON if it is no JSON yet.
   * @returns that, or what an earlier request with the same key and body got, as JSON.
   * @throws {IdempotencyKeyReusedError | RequestInProgressError} `IDEMPOTENCY_KEY_REUSED`, `REQUEST_IN_PROGRESS`
   * @throws {HeaderInvalidError} `HEADER_INVALID`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, when it is not known in time whether it is a repetition.
   */
  once<T extends object>(exchange: HttpExchange, answering: () => Promise<T>): Promise<T | Buffer> {
    const { caller, headers } = exchange.request;
    const key = headers['idempotency-key'];
    return key === undefined || caller === null ? answering() : this.#claimed(caller, key, exchange, answering);
  }

  async #claimed<T extends object>(
    caller: Caller,
    key: string | string[],
    { request, reply, input }: HttpExchange,
    answering: () => Promise<T>,
  ): Promise<T | Buffer> {
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw new HeaderInvalidError('Idempotency-Key', 'expected 1 to 255 visible characters', String(key).slice(0, 64));
    }
    const claim = await inTime(request, this.store.claim(caller, key, input));
    if (claim.state === 'other') throw new IdempotencyKeyReusedError();
    if (claim.state === 'underWay') throw new RequestInProgressError();
    if (claim.state === 'done') {
      reply.header('Idempotency-Replayed', 'true').type('application/json; charset=utf-8');
      return Buffer.from(claim.response);
    }
    try {
      const response = await answering();
      // A kept answer comes as it is kept.
      const json = Buffer.isBuffer(response) ? response.toString() : JSON.stringify(response);
      // What is answered leaves in time; until it is known to be answered, a repetition is told to wait.
      await inTime(request, this.store.complete(caller, key, json)).catch(() => undefined);
      return response;
    } catch (error) {
      // What cannot be given back now is taken for dead after a while.
      await inTime(request, this.store.release(caller, key)).catch(() => undefined);
      throw error;
    }
  }
}

/**
 * Waits for the database as long as the request has time.
 *
 * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
 */
async function inTime<T>({ context }: FastifyRequest, work: Promise<T>): Promise<T> {
  if (context === null) return work;
  const { level, lifetime, timeline: waterfall } = context;
  using patience = lifetime.child(Math.max(MIN_WAIT_MS, level.deadlineMs - waterfall.elapsedMs));
  try {
    return await patience.wait(work);
  } catch (error) {
    if (!(error instanceof DeadlineExceededError)) throw error;
    throw new StoreUnavailableError('the database does not answer in time', 1_000, { cause: error });
  }
}
