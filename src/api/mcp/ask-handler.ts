import * as z from 'zod';

import type { AnswerCache } from '../../answers/index.js';
import { CallerGoneError, DeadlineExceededError, type RequestContext, type StageName } from '../../core/index.js';
import { askSchema, type Answer, type Ask, type AnswerService, type Plan } from '../../answers/index.js';
import { recordOutcome, type ClassPolicy } from '../../optimizer/index.js';
import { readPreferences } from '../../http/index.js';
import { withLaterVersion } from '../streams/later-version.js';
import { validate } from '../protocol/validate.js';

import type { McpRequestContext } from './mcp-request-context.js';

/** Longest a client may wait for the rest of a partial answer, milliseconds. */
const MAX_WAIT_MS = 60_000;

/** A question as it comes over MCP, where a client cannot fetch the rest of an answer later. */
export const patientAskSchema = askSchema.extend({
  waitMs: z
    .int()
    .min(0)
    .max(MAX_WAIT_MS)
    .optional()
    .describe('How long to wait, after the deadline of the class, for what was late; otherwise it is left out.'),
});

/** What is done for a question: a stage of its receipt, or the wait for what was late. */
export type Step = StageName | 'continuation';

/** How far the work on a question may be seen and called off. */
export interface AskOptions {
  /** Aborts when the client does not want the answer any more. */
  readonly signal: AbortSignal;
  readonly onStep?: ((step: Step) => void) | undefined;
}

/**
 * Takes a question in the steps that guard and interceptors take for REST and GraphQL: class and deadline, kept
 * answers, guidance, attainment.
 */
export class AskHandler {
  constructor(
    private readonly classes: ClassPolicy,
    private readonly cache: AnswerCache<Answer>,
    private readonly guidance: AnswerService,
  ) {}

  /**
   * Answers by the deadline of the class; with `waitMs`, waits that much longer for a later version.
   *
   * @throws {AppError} as REST does, for the same reasons.
   * @throws {CancelledError} `CANCELLED`, if `signal` aborts; the MCP servers that were asked have been told.
   */
  async ask(message: unknown, visit: McpRequestContext, { signal, onStep }: AskOptions): Promise<Answer> {
    const context = this.#open(message, visit, onStep);
    const { waitMs, ...ask } = validate(patientAskSchema, message);
    const leave = () => context.lifetime.cancel(new CallerGoneError());
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    try {
      context.lifetime.throwIfOver();
      const answer = await this.cache.getOrCompute(ask, context, () => this.guidance.ask(ask, context));
      recordOutcome(context);
      if (waitMs === undefined || answer.receipt.continuation === null) return answer;
      onStep?.('continuation');
      return await this.#whole(answer, waitMs, context);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** @throws {AppError} as REST does, for the same reasons. */
  async plan(message: unknown, visit: McpRequestContext): Promise<Plan> {
    const context = this.#open(message, visit);
    const ask: Ask = validate(askSchema, message);
    return this.guidance.plan(ask, context);
  }

  #open(
    message: unknown,
    { headers, ...arrival }: McpRequestContext,
    onStage?: (step: StageName) => void,
  ): RequestContext {
    return this.classes.open({ ...arrival, ...readPreferences(message, headers), onStage });
  }

  /** The answer with what lands within `waitMs`; as it was, if nothing does. */
  async #whole(answer: Answer, waitMs: number, { caller: { tenant }, lifetime }: RequestContext): Promise<Answer> {
    using waiting = lifetime.child(waitMs);
    const landing = Promise.withResolvers<Answer>();
    const unsubscribe = this.guidance.onNewVersion(tenant, answer.id, landing.resolve);
    try {
      const present = await this.guidance.answer(tenant, answer.id);
      return withLaterVersion(answer, present.version > answer.version ? present : await waiting.wait(landing.promise));
    } catch (error) {
      if (error instanceof DeadlineExceededError) return answer;
      throw error;
    } finally {
      unsubscribe();
    }
  }
}
