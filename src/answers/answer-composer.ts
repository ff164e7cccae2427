import type { ConversationStore } from '../conversations/index.js';
import type { Deadline, Degradation } from '../core/index.js';
import type { AdmissionPlanner, Permit } from '../optimizer/index.js';

import type { AnswerCache } from './caching/answer-cache.js';
import type { Continuations } from './continuing/continuations.js';
import type { Answer, Receipt } from './messages/answer.js';
import { computedHere } from './messages/cache-use.js';
import type { Analysis } from './reading/question-reader.js';
import type { Question } from './reading/question.js';
import type { AnswerStore } from './recording/answer-store.js';
import { routedAnalysis, type RoutedAnalysis } from './writing/answer-requests.js';
import type { AnswerWriter } from './writing/answer-writer.js';
import type { Composition, PendingAnswer } from './writing/pending-answer.js';
import { buildReceipt, contextOf, readingOf, statusOf } from './writing/receipt-builder.js';

/** What composes answers. */
export interface AnswerComposerParts {
  readonly admission: AdmissionPlanner;
  readonly answers: AnswerStore;
  readonly cache: AnswerCache;
  readonly continuations: Continuations;
  readonly conversations: ConversationStore;
  readonly writer: AnswerWriter;
}

/** What continues after the reply. */
interface Continued {
  readonly pending: PendingAnswer;
  readonly late: Deadline;
  /** Losses that no later version makes good. */
  readonly lasting: readonly Degradation[];
  /** What had been invalidated when the work on the answer began. */
  readonly readAt: string;
}

function notFinishedLater(cause: Degradation['cause']): Degradation {
  return { component: 'continuation', cause, effect: 'what was late is not finished in the background' };
}

/**
 * Composes the answer to a question that has been read: calls MCP servers and models in parallel,
 * composes what has arrived when the reply is due, and continues with what is late.
 */
export class AnswerComposer {
  constructor(private readonly parts: AnswerComposerParts) {}

  /** @throws {StoreUnavailableError | CancelledError} */
  async compose(analysis: Analysis, permit: Permit): Promise<Answer> {
    const { admission, cache, continuations, conversations, writer } = this.parts;
    const { context } = analysis.question;
    const readAt = cache.position;
    const id = conversations.nextAnswerId(analysis.question.tenant);
    emitAccepted(analysis, id);

    const routed = routedAnalysis(analysis);
    if (routed === undefined) {
      const declined = context.timeline.measure('compose', () => writer.decline(analysis));
      return this.#issue(analysis, id, declined, true);
    }
    const late = continuations.deadlineAfter(context.level.deadline, context.lifetime);
    try {
      const enhance = () => this.#enhanced(routed, late, permit);
      const pending = await (writer.calls(routed) ? context.timeline.measureAsync('enhance', enhance) : enhance());
      const composition = context.timeline.measure('compose', () => pending.compose());
      // What is not stored could not be fetched later.
      const isOverloaded = admission.leavesOut('background', context);
      const hasRoom = continuations.hasRoom && !isOverloaded;
      const continues = pending.isPending && hasRoom && analysis.question.isStored;
      if (pending.isPending && (continuations.isPaused || isOverloaded)) {
        context.degradations.push(notFinishedLater(isOverloaded ? 'overload' : 'memory_pressure'));
      }
      const answer = this.#issue(analysis, id, composition, !continues);
      const lasting = context.degradations.filter((one) => !composition.degradations.includes(one));
      if (continues) this.#continue(analysis.question, answer, { pending, late, lasting, readAt });
      else if (pending.isPending) late.cancel('no room to finish in the background');
      else late.release();
      return answer;
    } catch (error) {
      late.cancel('no answer to finish in the background');
      throw error;
    }
  }

  /** Composes an answer that has no reader: see `AnswerPipeline.warmUp`. */
  rehearse(analysis: Analysis): Answer {
    const composition = this.parts.writer.rehearse(analysis);
    return this.#issue(analysis, this.parts.conversations.nextAnswerId(''), composition, true);
  }

  /** Starts every call, and waits for those that have not ended at once. @throws {CancelledError} `CANCELLED` */
  async #enhanced(routed: RoutedAnalysis, late: Deadline, permit: Permit): Promise<PendingAnswer> {
    const pending = this.parts.writer.start(routed, late);
    const { context } = routed.question;
    const { admission } = this.parts;
    if (pending.isPending) await permit.whileWaiting(() => admission.untilReplyDue(context, pending.settled));
    return pending;
  }

  /** The answer with its receipt, saved. */
  #issue(
    { detection, grounds, question, reading }: Analysis,
    id: string,
    { brief, degradations, enhancements, personas }: Composition,
    isFinal: boolean,
  ): Answer {
    const { ask, context, tenant } = question;
    context.degradations.push(...degradations);
    const answer: Answer = {
      id,
      version: 1,
      conversationId: ask.conversationId ?? question.options.beginning ?? this.parts.conversations.start(tenant),
      status: statusOf(context.degradations),
      answer: brief,
      receipt: {
        strategic: grounds.detection.strategic,
        reading: readingOf(reading),
        frameworks: [...detection.frameworks],
        runnersUp: [...detection.runnersUp],
        context: contextOf(grounds),
        personas,
        enhancements,
        continuation: isFinal ? null : { href: `/v1/answers/${id}`, events: `/v1/answers/${id}/events` },
        // From here on it describes the request: the cache shares the bytes before.
        cache: computedHere(question.cacheKey === undefined ? 'bypass' : 'miss'),
        durable: question.isStored && this.parts.answers.isDurable,
        ...buildReceipt(context),
      },
    };
    if (question.isStored) this.parts.answers.save(tenant, answer);
    return answer;
  }

  /** Late calls end in the background; their results become version 2, in the store and in the cache. */
  #continue(question: Question, answer: Answer, { pending, late, lasting, readAt }: Continued): void {
    const { answers, cache, continuations } = this.parts;
    void continuations.run(late, async () => {
      await pending.settled;
      const later = await continuations.throttled(question.context.lifetime, () =>
        laterVersion(answer, pending.compose(), lasting),
      );
      answers.save(question.tenant, later);
      await cache.replace(question, later, readAt);
    });
  }
}

/** Emits, to a caller that follows the request, what has been decided before the work begins. */
function emitAccepted({ detection, question, route }: Analysis, id: string): void {
  const { level, onProgress, requestId } = question.context;
  if (onProgress === undefined) return;
  onProgress({ type: 'accepted', data: { id, requestId, class: level.class, deadlineMs: level.deadlineMs } });
  for (const framework of detection.frameworks) onProgress({ type: 'framework', data: framework });
  if (route.lead === null) return;
  for (const { id: persona } of [route.lead, ...route.support]) {
    onProgress({ type: 'persona', data: { id: persona, role: persona === route.lead.id ? 'lead' : 'support' } });
  }
}

/** The next, final version of an answer, with what arrived after the reply; `lasting` is missing from it as before. */
function laterVersion(
  answer: Answer,
  { brief, degradations, enhancements, personas }: Composition,
  lasting: readonly Degradation[],
): Answer {
  const losses = [...lasting, ...degradations];
  const receipt: Receipt = {
    ...answer.receipt,
    personas,
    enhancements,
    degradations: losses,
    continuation: null,
  };
  return { ...answer, version: answer.version + 1, status: statusOf(losses), answer: brief, receipt };
}
