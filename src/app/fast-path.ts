import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { RateLimitedError, rateLimitHeaders, type LimitExceeded, type Limits } from '../access/index.js';
import { setCacheHeaders, type AnswerRecorder, type CachedReply } from '../answers/index.js';
import {
  acceptsEvents,
  ANSWERS_PATH,
  auditRefusal,
  overloadProblem,
  problemReply,
  rateLimitedProblem,
  type HostAllowlist,
  type Problem,
} from '../api/index.js';
import type { Clock } from '../core/index.js';
import { requireReadableBody, type HeaderWriter } from '../http/index.js';
import { setServiceLevelHeaders, type Admission, type AdmissionPlanner } from '../optimizer/index.js';

import { EarlyAsk, type EarlyAskParts } from './early-ask.js';
import { noteEnd, publishEnd } from './ended-requests.js';

declare module 'http' {
  interface IncomingMessage {
    /**
     * What the fast path found out about a question. No `WeakMap` has it: its entries outlive every collection but a full
     * one where the value leads back to its key, and with them all that a request holds.
     */
    early?: EarlyAsk | undefined;
  }
}

export interface FastPathOptions {
  /** Set on cached answers, as the framework sets them on every reply. */
  readonly securityHeaders: Readonly<Record<string, string>>;
  /** Whether cached answers are served here; false where a trace has to be recorded for each request. */
  readonly servesCached: boolean;
  /** Whether pages of some other origins may read replies. */
  readonly variesByOrigin: boolean;
  readonly requestIdOf: (request: IncomingMessage) => string;
}

/** What the fast path decides with. */
export interface FastPathParts extends EarlyAskParts {
  readonly admission: Admission;
  readonly clock: Clock;
  readonly hosts: HostAllowlist;
  readonly limits: Limits;
  readonly planner: AdmissionPlanner;
  readonly records: AnswerRecorder;
}

/** Why a question goes no further; `excess` if a limit of its caller is the reason. */
interface EarlyRefusal {
  readonly problem: Problem;
  readonly excess?: LimitExceeded;
}

/** Longer bodies are left to the framework, bytes. */
const MAX_BODY_BYTES = 16_384;
/** Not `application/json-patch+json` and the like, which the framework refuses. */
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;
/** A page gets nothing from here. */
const HEADERS_OF_REFUSALS = ['X-Content-Type-Options', 'nosniff'] as const;
/** Keys that Fastify's parser refuses, also when they are written with escapes. */
const SUSPICIOUS_KEYS = /__proto__|constructor|\\u00/i;

/**
 * Answers a plain question over REST before the framework sees it, where it can be refused or answered from memory.
 *
 * The pipeline of guards, interceptors and filters costs a fifth of a millisecond, more than a cached answer needs; and
 * at ten times the capacity, refusing through it would leave nothing to answer with. The steps are those of the pipeline,
 * each taken once: their results are passed on with a request that the framework has to answer. Everything that
 * is not plain is passed on untouched: a long body, an `Idempotency-Key`, a request from another site.
 *
 * @remarks Reads only bodies that have arrived with their headers. Errors are reported by the framework.
 */
export class FastPath {
  /** Names and values in turn. */
  readonly #securityHeaders: readonly string[];

  constructor(
    private readonly options: FastPathOptions,
    private readonly parts: FastPathParts,
  ) {
    this.#securityHeaders = Object.entries(options.securityHeaders).flat();
  }

  /** What was found out about a request that went on to the framework. */
  earlyAsk(request: IncomingMessage): EarlyAsk | undefined {
    return request.early;
  }

  /** @param enter Handles the requests that go on. */
  handle(request: IncomingMessage, response: ServerResponse, enter: RequestListener): void {
    this.parts.admission.noteArrival();
    const maySendBytes = this.options.servesCached && !acceptsEvents(request.headers.accept);
    if (!isPlainAsk(request) || !(maySendBytes || this.#isRefusing) || !this.parts.hosts.allows(request)) {
      enter(request, response);
      return;
    }
    const arrivedAt = this.parts.clock.now();
    // The body of a short request comes in the same packet as its headers, and is there once that packet is parsed.
    process.nextTick(() => {
      const body = wholeBodyOf(request);
      const early = body && this.#read(request, body, arrivedAt);
      const refusal = early && this.#isRefusing ? this.#refusalOf(early) : undefined;
      if (early !== undefined && refusal !== undefined) {
        this.#refuse(early, refusal, response);
        return;
      }
      // The framework reads it as if it had not been read.
      if (body !== undefined) request.unshift(body);
      if (early !== undefined && maySendBytes && this.#isCached(early)) {
        // A response that cannot be written any more has no reader.
        this.#serve(early, response, enter).catch(() => response.destroy());
      } else enter(request, response);
    });
  }

  get #isRefusing(): boolean {
    return this.parts.admission.isShedding || this.parts.limits.areRefusing;
  }

  #read(request: IncomingMessage, body: Buffer, arrivedAt: number): EarlyAsk | undefined {
    const text = body.toString();
    if (SUSPICIOUS_KEYS.test(text) || !isUtf8(body)) return undefined;
    try {
      const message: unknown = JSON.parse(text);
      const early = new EarlyAsk(this.parts, {
        request,
        requestId: this.options.requestIdOf(request),
        message,
        arrivedAt,
      });
      if (early.caller === undefined) return undefined;
      request.early = early;
      return early;
    } catch {
      // The framework reports what is wrong.
      return undefined;
    }
  }

  /** Why a question is refused by the limits of its caller or by admission; undefined if it may go on. */
  #refusalOf(early: EarlyAsk): EarlyRefusal | undefined {
    const { limits, pipeline, planner } = this.parts;
    const { requestId } = early.arrival;
    const beyond = (excess: LimitExceeded) => ({ problem: rateLimitedProblem(excess, requestId), excess });
    try {
      const caller = early.caller;
      if (caller === undefined) return undefined;
      const excess = limits.of(caller)?.requestsExcessOf(caller);
      if (excess !== undefined) return beyond(excess);
      if (pipeline.isCached(early.question)) return undefined;
      const tooMany = limits.of(caller)?.answersExcessOf(caller);
      if (tooMany !== undefined) return beyond(tooMany);
      const refusal = planner.shedEarly(early.context);
      return refusal === undefined ? undefined : { problem: overloadProblem(refusal, requestId) };
    } catch {
      return undefined;
    }
  }

  #refuse({ arrival, caller }: EarlyAsk, refusal: EarlyRefusal, response: ServerResponse): void {
    const { arrivedAt, request, requestId } = arrival;
    const { excess, problem } = refusal;
    if (caller !== undefined && excess !== undefined) {
      auditRefusal(this.parts.records, { caller, requestId }, new RateLimitedError(excess));
    }
    const { body, headers, status } = problemReply(problem);
    const list = ['X-Request-Id', requestId, ...HEADERS_OF_REFUSALS, 'Content-Length', String(body.length)];
    for (const [name, value] of Object.entries(headers)) list.push(name, value);
    if (excess !== undefined) {
      for (const [name, value] of Object.entries(rateLimitHeaders(excess))) list.push(name, value);
    }
    response.writeHead(status, list);
    // A string leaves in one piece with the headers, bytes would be a second one; a problem of these is ASCII.
    response.end(body, 'latin1');
    // Read to its end: until then, an idle connection holds its last request with all that was found out about it.
    request.resume();
    publishEnd({ requestId, route: ANSWERS_PATH, arrivedAt }, request, status, this.parts.clock);
  }

  #isCached(early: EarlyAsk): boolean {
    try {
      return this.parts.pipeline.isCached(early.question);
    } catch {
      return false;
    }
  }

  async #serve(early: EarlyAsk, response: ServerResponse, enter: RequestListener): Promise<void> {
    const { request, requestId } = early.arrival;
    const headers: string[] = this.options.variesByOrigin ? ['Vary', 'Origin'] : [];
    const reply = headerList(response, headers);
    const answered = await this.#cached(early, reply);
    if (answered === undefined) {
      for (let at = 0; at < headers.length; at += 2) response.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
      enter(request, response);
      return;
    }
    const { bytes, use } = answered;
    noteEnd({ ...early.arrival, route: ANSWERS_PATH }, request, response, this.parts.clock);
    setCacheHeaders(reply, use);
    setServiceLevelHeaders(reply, early.context, this.parts.planner);
    headers.push('X-Request-Id', requestId, 'Content-Type', 'application/json; charset=utf-8');
    headers.push('Content-Length', String(bytes.length), ...this.#securityHeaders);
    response.writeHead(200, headers);
    response.end(bytes);
    request.resume();
  }

  /** The cached answer; undefined if there is none after all, or if the framework has an error to report. */
  async #cached(early: EarlyAsk, reply: HeaderWriter): Promise<CachedReply | undefined> {
    try {
      // Most authorizations are synchronous; waiting for them anyway would cost a turn of the event loop.
      const authorization = early.authorize(reply);
      if (authorization !== true) await authorization;
      return await this.parts.pipeline.cached(early.question);
    } catch (error) {
      early.fail(error);
      return undefined;
    }
  }
}

/** Whether a request is a question over REST that needs no more than its caller, its message and an answer. */
function isPlainAsk({ headers, method, url }: IncomingMessage): boolean {
  return (
    url === ANSWERS_PATH &&
    method === 'POST' &&
    JSON_TYPE.test(headers['content-type'] ?? '') &&
    isReadable(headers) &&
    // A repetition gets what the first one got.
    headers['idempotency-key'] === undefined &&
    // A browser on another site needs headers that allow it to read the reply.
    headers.origin === undefined
  );
}

function isReadable(headers: IncomingMessage['headers']): boolean {
  try {
    requireReadableBody({ headers });
    return true;
  } catch {
    return false;
  }
}

/** The body if all of it has arrived. */
function wholeBodyOf(request: IncomingMessage): Buffer | undefined {
  const length = Number(request.headers['content-length']);
  if (!(length > 0 && length <= MAX_BODY_BYTES) || request.readableLength !== length) return undefined;
  return (request.read() as Buffer | null) ?? undefined;
}

/** Writes headers into a list of names and values in turn. */
function headerList(raw: ServerResponse, list: string[]): HeaderWriter {
  const placeOf = (name: string) => list.findIndex((one, at) => at % 2 === 0 && one === name);
  return {
    raw,
    getHeader: (name) => {
      const at = placeOf(name);
      return at < 0 ? undefined : list[at + 1];
    },
    header: (name, value) => {
      const at = placeOf(name);
      if (at < 0) list.push(name, String(value));
      else list[at + 1] = String(value);
    },
  };
}
