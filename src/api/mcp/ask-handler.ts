import * as z from 'zod';

import {
  askSchema,
  validate,
  type Answer,
  type AnswerPipeline,
  type AnswerStore,
  type Plan,
} from '../../answers/index.js';
import { CallerGoneError, Deadline, idPattern, type Caller, type Clock, type StageName } from '../../core/index.js';
import type { Headers } from '../../http/index.js';
import { recordOutcome } from '../../optimizer/index.js';
import { awaitLaterVersion } from '../streams/later-version.js';

import { detailSchema, type Detail } from './results.js';

/** Longest a client may wait for the rest of a partial answer, milliseconds. */
const MAX_WAIT_MS = 60_000;

const waitMsSchema = z
  .int()
  .min(0)
  .max(MAX_WAIT_MS)
  .optional()
  .describe('How long to wait, beyond the deadline, for what was late.');

/** A question as it comes over MCP, where a client cannot follow the events of an answer. */
export const patientAskSchema = askSchema.extend({ waitMs: waitMsSchema, detail: detailSchema });

/** An answer that was asked for before. */
export const getAnswerSchema = z.strictObject({
  id: z.string().regex(idPattern('ans'), 'expected the id of an answer, "ans_…"'),
  waitMs: waitMsSchema.describe('How long to wait for what is still being finished.'),
  detail: detailSchema,
});

/** An answer, and how much of it was asked for. */
export interface AnswerInDetail {
  readonly answer: Answer;
  readonly detail: Detail;
}

/** What is done for a question: a stage of its receipt, or the wait for what was late. */
export type Step = StageName | 'continuation';

/** Caller, arrival and transport metadata of an MCP message. */
export interface McpRequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** Of the HTTP request; none over standard input. */
  readonly headers: Headers;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
}

/** Progress and cancellation of the work on a question. */
export interface AskOptions {
  /** Aborts when the client does not want the answer any more. */
  readonly signal: AbortSignal;
  readonly onStep?: ((step: Step) => void) | undefined;
}

/** Sends questions of MCP clients through the pipeline. */
export class AskHandler {
  constructor(
    private readonly pipeline: AnswerPipeline,
    private readonly answers: AnswerStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Answers by the deadline of the class; with `waitMs`, waits that much longer for a later version.
   *
   * @throws {AppError} as REST does, for the same reasons.
   * @throws {CancelledError} `CANCELLED`, if `signal` aborts; the calls to MCP servers have been aborted too.
   */
  async ask(message: unknown, received: McpRequestContext, { signal, onStep }: AskOptions): Promise<AnswerInDetail> {
    const context = this.pipeline.classify({ ...received, message, onStage: onStep });
    const { waitMs, detail, ...ask } = validate(patientAskSchema, message);
    const question = this.pipeline.accept(ask, context);
    const leave = () => context.lifetime.cancel(new CallerGoneError());
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    try {
      context.lifetime.throwIfOver();
      const { answer } = await this.pipeline.answer(question);
      recordOutcome(context);
      if (waitMs === undefined || answer.receipt.continuation === null) return { answer, detail };
      onStep?.('continuation');
      return { answer: await awaitLaterVersion(this.answers, answer, waitMs, context), detail };
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /**
   * The latest version of an answer; with `waitMs`, waits that long for a later one.
   *
   * @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND`, also for an answer of another tenant.
   */
  async get(message: unknown, { caller }: McpRequestContext, { signal }: AskOptions): Promise<AnswerInDetail> {
    const { id, waitMs, detail } = validate(getAnswerSchema, message);
    const answer = await this.answers.get(caller.tenant, id);
    if (waitMs === undefined || answer.receipt.continuation === null) return { answer, detail };
    using lifetime = Deadline.after(this.clock, waitMs);
    const leave = () => lifetime.cancel(new CallerGoneError());
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    try {
      return { answer: await awaitLaterVersion(this.answers, answer, waitMs, { caller, lifetime }), detail };
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** @throws {AppError} as REST does, for the same reasons. */
  async plan(message: unknown, received: McpRequestContext): Promise<Plan> {
    return this.pipeline.plan(this.pipeline.receive({ ...received, message }));
  }
}
