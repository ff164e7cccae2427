import { EventChannel, type Clock } from '../../core/index.js';
import type {
  AdviceGrounds,
  Feedback,
  FeedbackRequest,
  FeedbackStore,
  StoredFeedback,
} from '../../conversations/index.js';

import type { Answer } from '../messages/answer.js';
import type { Actor, AnswerRecorder } from './answer-recorder.js';
import type { AnswerStore } from './answer-store.js';

/** Published when a caller says how an answer did; `replaced` is what the same caller said before. */
export const feedbackGiven = new EventChannel<{
  readonly feedback: StoredFeedback;
  readonly replaced: StoredFeedback | undefined;
}>('answers:feedback:given');

const YEAR_MS = 31_536_000_000;

/** Takes what callers say about answers. */
export class FeedbackService {
  constructor(
    private readonly answers: AnswerStore,
    private readonly store: FeedbackStore,
    private readonly records: AnswerRecorder,
    private readonly clock: Clock,
  ) {}

  /**
   * Records what a caller says about an answer of its tenant; it replaces what that caller said before.
   *
   * @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND`, also for an answer of another tenant.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   */
  async give(actor: Actor, answerId: string, { outcome, text, useful }: FeedbackRequest): Promise<Feedback> {
    const { subject, tenant } = actor.caller;
    const answer = await this.answers.get(tenant, answerId);
    const replaced = await this.store.of(tenant, answerId, subject);
    const given: Feedback = {
      answerId,
      at: this.clock.epochMs(),
      useful,
      outcome: outcome ?? null,
      text: text?.toWellFormed() ?? null,
    };
    const feedback = { ...given, ...groundsOf(answer) };
    this.store.record(tenant, answer.conversationId, subject, feedback);
    this.records.note(actor, 'answer.rated', answerId);
    feedbackGiven.publish({ feedback, replaced });
    return given;
  }

  /** The latest feedback of a year, of all tenants, to be counted. */
  latest(limit: number): Promise<StoredFeedback[]> {
    return this.store.latest(this.clock.epochMs() - YEAR_MS, limit);
  }
}

function groundsOf({ receipt: { frameworks, reading } }: Pick<Answer, 'receipt'>): AdviceGrounds {
  return { frameworks: frameworks.map(({ id }) => id), situation: reading.situation };
}
