import type { FastifyReply } from 'fastify';

import type { CancelTimer, Clock, RequestContext } from '../../core/index.js';
import {
  AnswerEventLog,
  AnswerNotFoundError,
  type Answer,
  type AnswerEventLogs,
  type AnswerService,
} from '../../answers/index.js';
import { withLaterVersion } from './later-version.js';
import { reportedProblem, type DefectLogger } from '../protocol/error-replies.js';

import { EventStream, type EventStreamOptions } from './event-stream.js';

/** What a log that nobody can come back to may take, bytes. */
const PRIVATE_LOG_BYTES = 262_144;
/** For writing the last version, milliseconds. */
const GRACE_MS = 1_000;
/** Between two looks for a version that another replica makes, milliseconds. */
const LOOK_MS = 1_000;

/**
 * Tells how an answer comes about, event by event: `accepted`, `framework`, `persona`, `mcp`, `degraded`,
 * `answer.delta`, `answer.partial` where more will follow, `error`, and last `answer.final`.
 *
 * What an `answer.delta` brings is a preview: an `error` that names its persona voids it, and only `answer.partial` and
 * `answer.final` are answers.
 */
export class AnswerStreams {
  constructor(
    private readonly options: EventStreamOptions,
    private readonly guidance: AnswerService,
    private readonly logs: AnswerEventLogs,
    private readonly clock: Clock,
    private readonly logger: DefectLogger,
  ) {}

  /**
   * Follows a question that is being answered. Nobody has to read what it tells.
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
    const tell = async () => {
      try {
        const answer = await answering();
        // A kept answer has a log of its own, if any, and that tells of another request.
        log ??= newlyTold(answer);
        accepted.resolve(log);
        tellDifference(log, answer);
        if (!hasDelta) tellPreview(log, answer);
        this.#finish(log, tenant, answer);
      } catch (error) {
        accepted.reject(error);
        log?.append('error', reportedProblem(error, context.requestId, this.logger));
        log?.end();
      }
    };
    void tell();
    return accepted.promise;
  }

  /**
   * What there is to tell of an answer that was asked for earlier: its events, or if they are not kept any more, its
   * versions.
   *
   * @param after Id of the last event that the reader has seen, 0 for none.
   * @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND`, also for an answer of another tenant.
   */
  async resume(tenant: string, id: string, after: number): Promise<AnswerEventLog> {
    const kept = this.logs.find(tenant, id);
    if (kept !== undefined) {
      // An answer that was deleted since is told to nobody, whatever is still in memory.
      if (kept.isEnded) await this.guidance.answer(tenant, id).catch(rethrowIfGone);
      return kept;
    }
    const present = await this.guidance.answer(tenant, id);
    const log = new AnswerEventLog(PRIVATE_LOG_BYTES, Math.max(after + 1, present.version));
    // Who has seen this version waits for the next one. Another replica may be making it.
    if (after < present.version || present.receipt.continuation === null) this.#finish(log, tenant, present, LOOK_MS);
    else this.#awaitFinal(log, tenant, present, LOOK_MS);
    return log;
  }

  /** Replies with the events of `log` after the one with id `after`. */
  send(reply: FastifyReply, log: AnswerEventLog, after: number): void {
    reply.hijack();
    EventStream.send(reply.raw, reply.getHeaders(), log, after, this.options);
  }

  #finish(log: AnswerEventLog, tenant: string, answer: Answer, lookMs?: number): void {
    const isFinal = answer.receipt.continuation === null;
    log.append(isFinal ? 'answer.final' : 'answer.partial', answer);
    if (isFinal) log.end();
    else this.#awaitFinal(log, tenant, answer, lookMs);
  }

  /** @param lookMs How often to look into the store; undefined where this replica makes the next version. */
  #awaitFinal(log: AnswerEventLog, tenant: string, answer: Answer, lookMs?: number): void {
    const isFromBeginning = log.after(0)?.type === 'accepted';
    const tell = (landed: Answer) => {
      if (log.isEnded || landed.version <= answer.version) return;
      stop();
      const later = withLaterVersion(answer, landed);
      if (isFromBeginning) tellDifference(log, later, answer);
      log.append('answer.final', later);
      log.end();
    };
    const giveUp = this.clock.schedule(this.guidance.maxContinuationMs + GRACE_MS, () => {
      stop();
      log.append('error', { cause: 'deadline', effect: 'no later version of the answer came' });
      log.end();
    });
    const unsubscribe = this.guidance.onNewVersion(tenant, answer.id, tell);
    let cancelLook: CancelTimer | undefined;
    const stop = () => {
      giveUp();
      unsubscribe();
      cancelLook?.();
    };
    const look = async () => {
      await this.guidance.answer(tenant, answer.id).then(tell, () => undefined);
      if (lookMs !== undefined && !log.isEnded) cancelLook = this.clock.schedule(lookMs, () => void look());
    };
    // It may have landed before anybody listened.
    void look();
  }
}

/** A database that is down keeps nobody from what is in memory. */
function rethrowIfGone(error: unknown): void {
  if (error instanceof AnswerNotFoundError) throw error;
}

/** The log of an answer that was made before this request, up to where a new one would stand. */
function newlyTold({ id, receipt }: Answer): AnswerEventLog {
  const log = new AnswerEventLog(PRIVATE_LOG_BYTES);
  const { requestId, class: level, deadlineMs, frameworks, personas } = receipt;
  log.append('accepted', { id, requestId, class: level, deadlineMs });
  for (const framework of frameworks) log.append('framework', framework);
  for (const { id: persona, role } of personas) log.append('persona', { id: persona, role });
  return log;
}

/** What servers contributed and what was lost, as far as `earlier` did not know it yet. */
function tellDifference(log: AnswerEventLog, { receipt }: Answer, earlier?: Answer): void {
  const known = new Set(
    [...(earlier?.receipt.enhancements ?? []), ...(earlier?.receipt.degradations ?? [])].map((one) =>
      JSON.stringify(one),
    ),
  );
  const isNew = (one: object) => !known.has(JSON.stringify(one));
  for (const enhancement of receipt.enhancements.filter(isNew)) log.append('mcp', enhancement);
  for (const degradation of receipt.degradations.filter(isNew)) log.append('degraded', degradation);
}

/** An answer that nobody wrote piece by piece, by its paragraphs. */
function tellPreview(log: AnswerEventLog, { answer }: Answer): void {
  for (const [at, paragraph] of answer.markdown.split('\n\n').entries()) {
    log.append('answer.delta', {
      persona: answer.lead?.persona ?? null,
      text: at === 0 ? paragraph : `\n\n${paragraph}`,
    });
  }
}
