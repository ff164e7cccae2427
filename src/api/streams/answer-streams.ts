import type { FastifyReply } from 'fastify';

import type { CancelTimer, Clock, RequestContext } from '../../core/index.js';
import {
  AnswerEventLog,
  AnswerNotFoundError,
  type Answer,
  type AnswerEventLogs,
  type AnswerStore,
  type Continuations,
} from '../../answers/index.js';
import { HeaderInvalidError } from '../../http/index.js';

import { withLaterVersion } from './later-version.js';
import { reportedProblem, type DefectLogger } from '../protocol/error-replies.js';

import { EventStream, type EventStreamOptions } from './event-stream.js';

/** Maximum size of a log that only one reader has, bytes. */
const PRIVATE_LOG_BYTES = 262_144;
/** For recording the last version, milliseconds. */
const GRACE_MS = 1_000;
/** Poll interval for a version that another replica makes, milliseconds. */
const POLL_INTERVAL_MS = 1_000;

/**
 * Streams an answer event by event: `accepted`, `framework`, `persona`, `mcp`, `degraded`, `answer.delta`,
 * `answer.partial` where more will follow, `error`, and last `answer.final`.
 *
 * An `answer.delta` is a preview: an `error` that names its persona voids it, and only `answer.partial` and
 * `answer.final` are answers.
 */
export class AnswerStreams {
  constructor(
    private readonly options: EventStreamOptions,
    private readonly answers: AnswerStore,
    private readonly continuations: Continuations,
    private readonly logs: AnswerEventLogs,
    private readonly clock: Clock,
    private readonly logger: DefectLogger,
  ) {}

  /**
   * Logs the events of a question while it is answered, whether or not the log is read.
   *
   * @param answering Starts the work.
   * @returns the log, as soon as the question has been accepted.
   * @throws {AppError} what `answering` throws before that.
   */
  follow(context: RequestContext, answering: () => Promise<Answer>): Promise<AnswerEventLog> {
    const { tenant } = context.caller;
    const accepted = Promise.withResolvers<AnswerEventLog>();
    let log: AnswerEventLog | undefined;
    let hasDelta = false;
    context.onProgress = ({ type, data }) => {
      if (type === 'accepted' && 'id' in data) {
        log = this.logs.open(tenant, String(data.id));
        accepted.resolve(log);
      }
      hasDelta ||= type === 'answer.delta';
      log?.append(type, data);
    };
    const run = async () => {
      try {
        const answer = await answering();
        // A cached answer emits no events; the log of its first request, if any, has another request id.
        log ??= logOfCached(answer);
        accepted.resolve(log);
        appendDifference(log, answer);
        if (!hasDelta) appendPreview(log, answer);
        this.#finish(log, tenant, answer);
      } catch (error) {
        accepted.reject(error);
        log?.append('error', reportedProblem(error, context.requestId, this.logger));
        log?.end();
      }
    };
    void run();
    return accepted.promise;
  }

  /**
   * The events of an earlier answer, or if they are no longer in memory, its versions.
   *
   * @param after Id of the last event that the reader has received, 0 for none.
   * @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND`, also for an answer of another tenant.
   * @throws {HeaderInvalidError} `HEADER_INVALID`, if no event has had that id.
   */
  async resume(tenant: string, id: string, after: number): Promise<AnswerEventLog> {
    const retained = this.logs.find(tenant, id);
    if (retained !== undefined) {
      // The answer may have been deleted since.
      if (retained.isEnded) await this.answers.get(tenant, id).catch(rethrowIfGone);
      if (after > retained.lastId) {
        throw new HeaderInvalidError('Last-Event-ID', 'expected the id of an event of this answer', String(after));
      }
      return retained;
    }
    const present = await this.answers.get(tenant, id);
    const log = new AnswerEventLog(PRIVATE_LOG_BYTES, Math.max(after + 1, present.version));
    // A reader that has this version waits for the next one, which another replica may be making.
    if (after < present.version || present.receipt.continuation === null)
      this.#finish(log, tenant, present, POLL_INTERVAL_MS);
    else this.#awaitFinal(log, tenant, present, POLL_INTERVAL_MS);
    return log;
  }

  /** Replies with the events of `log` after the one with id `after`. */
  send(reply: FastifyReply, log: AnswerEventLog, after: number): void {
    reply.hijack();
    EventStream.send(reply.raw, reply.getHeaders(), log, after, this.options);
  }

  #finish(log: AnswerEventLog, tenant: string, answer: Answer, pollMs?: number): void {
    const isFinal = answer.receipt.continuation === null;
    log.append(isFinal ? 'answer.final' : 'answer.partial', answer);
    if (isFinal) log.end();
    else this.#awaitFinal(log, tenant, answer, pollMs);
  }

  /** @param pollMs How often to read the store; undefined where this replica makes the next version. */
  #awaitFinal(log: AnswerEventLog, tenant: string, answer: Answer, pollMs?: number): void {
    const isFromBeginning = log.after(0)?.type === 'accepted';
    const append = (landed: Answer) => {
      if (log.isEnded || landed.version <= answer.version) return;
      stop();
      const later = withLaterVersion(answer, landed);
      if (isFromBeginning) appendDifference(log, later, answer);
      log.append('answer.final', later);
      log.end();
    };
    const giveUp = this.clock.schedule(this.continuations.maxMs + GRACE_MS, () => {
      stop();
      log.append('error', { cause: 'deadline', effect: 'no later version of the answer came' });
      log.end();
    });
    const unsubscribe = this.answers.subscribe(tenant, answer.id, append);
    let cancelPoll: CancelTimer | undefined;
    const stop = () => {
      giveUp();
      unsubscribe();
      cancelPoll?.();
    };
    const poll = async () => {
      await this.answers.get(tenant, answer.id).then(append, () => undefined);
      if (pollMs !== undefined && !log.isEnded) cancelPoll = this.clock.schedule(pollMs, () => void poll());
    };
    // The version may have been recorded before the subscription.
    void poll();
  }
}

/** While the database is down, what is in memory is still served. */
function rethrowIfGone(error: unknown): void {
  if (error instanceof AnswerNotFoundError) throw error;
}

/** The log of a cached answer, up to the point that a new one has reached when it is composed. */
function logOfCached({ id, receipt }: Answer): AnswerEventLog {
  const log = new AnswerEventLog(PRIVATE_LOG_BYTES);
  const { requestId, class: level, deadlineMs, frameworks, personas } = receipt;
  log.append('accepted', { id, requestId, class: level, deadlineMs });
  for (const framework of frameworks) log.append('framework', framework);
  for (const { id: persona, role } of personas) log.append('persona', { id: persona, role });
  return log;
}

/** Appends contributions and losses of MCP servers that are not in `earlier`. */
function appendDifference(log: AnswerEventLog, { receipt }: Answer, earlier?: Answer): void {
  const known = new Set(
    [...(earlier?.receipt.enhancements ?? []), ...(earlier?.receipt.degradations ?? [])].map((one) =>
      JSON.stringify(one),
    ),
  );
  const isNew = (one: object) => !known.has(JSON.stringify(one));
  for (const enhancement of receipt.enhancements.filter(isNew)) log.append('mcp', enhancement);
  for (const degradation of receipt.degradations.filter(isNew)) log.append('degraded', degradation);
}

/** Appends an answer that was not written piece by piece, by its paragraphs. */
function appendPreview(log: AnswerEventLog, { answer }: Answer): void {
  for (const [at, paragraph] of answer.markdown.split('\n\n').entries()) {
    log.append('answer.delta', {
      persona: answer.lead?.persona ?? null,
      text: at === 0 ? paragraph : `\n\n${paragraph}`,
    });
  }
}
