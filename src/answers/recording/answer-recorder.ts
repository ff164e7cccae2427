import { hash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

import type { Caller, Clock, Degradation, RequestContext } from '../../core/index.js';
import type { AuditedAnswer, AuditEvent, ConversationStore, Journal } from '../../conversations/index.js';
import type { RoutedPersona } from '../../personas/index.js';
import { StoreUnavailableError } from '../../store/index.js';

import type { Answer } from '../messages/answer.js';
import type { Ask } from '../messages/ask.js';
import type { Question } from '../reading/question.js';
import { STORE_COMPONENT, turnOf } from '../writing/receipt-builder.js';

/** The caller of an action, and its request. */
export interface Actor {
  readonly caller: Caller;
  readonly requestId: string;
}

export interface AnswerRecorderOptions {
  readonly audit: {
    readonly mode: 'off' | 'eventual' | 'required';
    readonly questionText: boolean;
  };
}

/** What of an answer is recorded. */
type RecordedAnswer = Pick<Answer, 'id' | 'conversationId' | 'receipt'>;

/** Share of its deadline within which an answer is graded so, best first. */
const GRADES = [
  ['A', 0.8],
  ['B', 1],
  ['C', 1.2],
  ['D', 1.5],
] as const;

/** How long a refusal of a caller stands for its next ones for the same reason: a flood must not fill the journal. */
const REFUSAL_NOTE_MS = 1_000;
/** Refused callers and reasons remembered. */
const MAX_REFUSALS = 1_000;

const NOT_STORED_YET: Degradation = {
  component: STORE_COMPONENT,
  cause: 'failed',
  effect: 'the answer waits to be stored: until then only this replica knows it',
};

/** A longer id is none of ours. */
const MAX_ID_LENGTH = 64;

/** Records what was answered: a turn of its conversation, and an event of the audit trail. */
export class AnswerRecorder {
  /** When a refusal was noted last, monotonic milliseconds, by caller and reason. */
  readonly #refusals = new LRUCache<string, number>({ max: MAX_REFUSALS });

  constructor(
    private readonly options: AnswerRecorderOptions,
    private readonly conversations: ConversationStore,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if an answer could not be recorded now. */
  requireRoom(): void {
    this.journal.requireRoom();
  }

  /** What a receipt discloses while the database does not take what is recorded; undefined while it does. */
  get loss(): Degradation | undefined {
    return this.journal.state.isBlocked ? NOT_STORED_YET : undefined;
  }

  /**
   * Records an answer that is about to leave. With `audit.mode: required` it may leave when this resolves.
   *
   * @param lead As routed; undefined for an answer that was made for an earlier request.
   * @returns whether the record survives the end of this process.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if it cannot be recorded, or not in time where it must be.
   */
  async answered(question: Question, answer: RecordedAnswer, lead?: RoutedPersona | null): Promise<boolean> {
    const { ask, context } = question;
    const { mode } = this.options.audit;
    const { subject, tenant } = context.caller;
    const turn = turnOf(ask.question, answer.id, answer.receipt);
    const event = this.#auditEntry(ask, answer, context, lead ?? null);
    const belongings = mode === 'eventual' ? [event] : [];
    let isDurable = false;
    if (question.isStored) {
      isDurable = this.conversations.append(tenant, answer.conversationId, { ...turn, subject }, ...belongings);
    } else if (belongings.length > 0) this.journal.record(...belongings);
    if (mode === 'required') {
      await this.journal.recordDurably(event, context.level.deadline);
      isDurable = question.isStored;
    }
    if (ask.conversationId !== undefined) await this.conversations.seenByAll(context.level.deadline);
    return isDurable;
  }

  #auditEntry(ask: Ask, answer: RecordedAnswer, context: RequestContext, lead: RoutedPersona | null) {
    const { tenant, subject } = context.caller;
    return {
      kind: 'audit',
      tenant,
      at: this.clock.epochMs(),
      event: {
        kind: 'answer.given',
        requestId: context.requestId,
        subject,
        answer: auditedAnswer(ask, answer, lead, this.options.audit.questionText),
      },
    } as const;
  }

  /**
   * Notes in the audit trail what a caller did, or asked for and may not see; of refusals for the same reason one a
   * second.
   *
   * @param resource Id of what it was done to, as the caller gave it; of a refusal, its code.
   */
  note({ caller, requestId }: Actor, kind: AuditEvent['kind'], resource?: string): void {
    if (this.options.audit.mode === 'off') return;
    const { tenant, subject } = caller;
    if (kind === 'answer.refused' && !this.#isFirstRefusal(`${tenant}/${subject}/${resource ?? ''}`)) return;
    const about = resource === undefined ? {} : { resource: resource.slice(0, MAX_ID_LENGTH) };
    const event = { kind, requestId, subject, ...about };
    try {
      this.journal.record({ kind: 'audit', tenant, at: this.clock.epochMs(), event });
    } catch (error) {
      // The action has taken effect; a full journal rejects questions only.
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
  }

  #isFirstRefusal(key: string): boolean {
    const now = this.clock.now();
    if (now - (this.#refusals.get(key) ?? -Infinity) < REFUSAL_NOTE_MS) return false;
    this.#refusals.set(key, now);
    return true;
  }
}

function auditedAnswer(
  { question, role }: Ask,
  { id, conversationId, receipt }: RecordedAnswer,
  lead: RoutedPersona | null,
  hasText: boolean,
): AuditedAnswer {
  const ids = (wanted: 'lead' | 'support') => receipt.personas.filter((one) => one.role === wanted).map(({ id }) => id);
  return {
    answerId: id,
    conversationId,
    questionSha256: hash('sha256', question, 'hex'),
    ...(hasText ? { question } : {}),
    ...(role === undefined ? {} : { role }),
    lead: ids('lead')[0] ?? null,
    // Reasons quote the question.
    leadReasons: hasText ? [...(lead?.reasons ?? [])] : [],
    leadScore: lead?.score ?? null,
    support: ids('support'),
    frameworks: receipt.frameworks.map((framework) => ({
      id: framework.id,
      confidence: framework.confidence,
      terms: hasText ? framework.evidence.map(({ quote }) => quote) : [],
    })),
    enhancements: receipt.enhancements.map(({ server, tool, outcome, durationMs }) => ({
      server,
      tool,
      outcome,
      durationMs,
    })),
    degradations: receipt.degradations.map(({ component, cause }) => ({ component, cause })),
    cache: receipt.cache.answer,
    class: receipt.class,
    elapsedMs: receipt.elapsedMs,
    grade: GRADES.find(([, share]) => receipt.elapsedMs <= receipt.deadlineMs * share)?.[0] ?? 'F',
  };
}
