import type { FastifyRequest } from 'fastify';

import type { Idempotency } from '../../access/index.js';
import {
  askSchema,
  InputInvalidError,
  validate,
  type Answer,
  type AnswerPipeline,
  type AnswerStore,
  type Question,
} from '../../answers/index.js';
import { ConversationNotFoundError, type ConversationStore } from '../../conversations/index.js';
import { CallerGoneError, PRODUCT_VERSION, type Clock, type RequestContext } from '../../core/index.js';
import type { FrameworkCatalog } from '../../frameworks/index.js';
import type { HttpExchange } from '../../http/index.js';
import { callerOf, contextOf } from '../protocol/current-context.js';
import { reportedProblem, type DefectLogger } from '../protocol/error-replies.js';
import { openAiErrorOf } from '../protocol/openai-error.js';
import { awaitLaterVersion } from '../streams/later-version.js';

import { performTask, type BackgroundTask } from './background-task.js';
import { DataStream } from './data-stream.js';
import { marksIn, type OpenAiRequest } from './openai-request.js';
import { progressLine } from './receipt-note.js';
import type { AnswerIdentity, ReplyFacts, ReplyForm, ReplyWriter } from './reply-form.js';
import { withAnswers, type Thread, type ThreadOwner, type Threads } from './threads.js';

/** What questions in OpenAI's protocols are answered with. */
export interface OpenAiRepliesParts {
  readonly answers: AnswerStore;
  readonly clock: Clock;
  readonly conversations: Pick<ConversationStore, 'start'>;
  readonly frameworks: FrameworkCatalog;
  readonly idempotency: Idempotency;
  readonly logger: DefectLogger;
  /** Interval of the comments that hold a stream open, milliseconds. */
  readonly pingMs: number;
  readonly pipeline: AnswerPipeline;
  readonly threads: Threads;
}

/** Asks the pipeline for the answer, with the question that was set on the request. */
export type Asking = () => Promise<Answer | Buffer>;

/** A question with the conversation it belongs to. */
interface Threaded {
  readonly question: Question;
  /** Of the conversation that it continues or begins. */
  readonly conversationId: string;
  /** What was asked so far, this question last. */
  readonly asked: readonly string[];
  readonly owner: ThreadOwner;
  readonly thread: Thread | undefined;
}

/** Answers questions that come in one of OpenAI's protocols, whole or streamed. */
export class OpenAiReplies {
  constructor(private readonly parts: OpenAiRepliesParts) {}

  /** @throws {AppError} what goes wrong before a streamed reply has begun. */
  async reply<R extends OpenAiRequest>(exchange: HttpExchange, form: ReplyForm<R>, asking: Asking): Promise<void> {
    const { input, reply, request } = exchange;
    const asked = form.read(input, request.headers);
    if (asked.task === undefined) await this.#answer(asked, exchange, form, asking);
    else {
      const facts = this.facts(undefined);
      const text = this.#perform(asked.task);
      if (asked.isStreamed) form.writer(asked, facts, DataStream.open(reply, this.parts.pingMs)).text(text);
      else void reply.send(form.whole(asked, text, facts));
    }
  }

  /** What a reply of now says. */
  facts(identity: AnswerIdentity | undefined): ReplyFacts {
    const { library } = this.parts.frameworks.current;
    return {
      created: Math.floor(this.parts.clock.epochMs() / 1_000),
      fingerprint: `fp_${PRODUCT_VERSION}_${library.version.slice(0, 8)}`,
      identity,
    };
  }

  async #answer<R extends OpenAiRequest>(
    asked: R,
    exchange: HttpExchange,
    form: ReplyForm<R>,
    asking: Asking,
  ): Promise<void> {
    const { reply, request } = exchange;
    const context = contextOf(request);
    const stopWatching = cancelWhenGone(exchange, context);
    let writer: ReplyWriter | undefined;
    try {
      const threaded = await this.#thread(asked, request, context);
      const { conversationId, question } = threaded;
      request.earlyQuestion = () => question;
      void reply.header('Director-Conversation', conversationId);
      const open = (identity: AnswerIdentity) =>
        (writer ??= form.writer(asked, this.facts(identity), DataStream.open(reply, this.parts.pingMs)));
      if (asked.isStreamed || asked.wishes.waitMs > 0) {
        context.onProgress = ({ type, data }) => {
          if (asked.isStreamed && type === 'accepted' && 'id' in data) {
            open({ answerId: String(data.id), conversationId });
          }
          const line = progressLine(type, data);
          if (line !== undefined) writer?.progress(line);
        };
      }
      const answer = await this.#complete(parsed(await this.parts.idempotency.once(exchange, asking)), asked, context);
      if (asked.isStored) void this.parts.threads.note(threaded.owner, threaded.asked, answer, threaded.thread);
      // A repetition gets what the first one got, in its conversation.
      const identity = { answerId: answer.id, conversationId: answer.conversationId };
      if (writer === undefined) void reply.header('Director-Conversation', answer.conversationId);
      if (asked.isStreamed) open(identity).answer(answer);
      else void reply.send(form.whole(asked, answer, this.facts(identity)));
    } catch (error) {
      if (reply.raw.destroyed) {
        // The caller has left; Fastify would try to reply.
        if (!reply.sent) reply.hijack();
      } else if (writer === undefined) throw asked.conversation?.after === undefined ? error : notContinued(error);
      else writer.fail(openAiErrorOf(reportedProblem(error, request.id, this.parts.logger)).body);
    } finally {
      stopWatching();
    }
  }

  /** The question, with what was said before as the messages tell it. */
  async #thread(
    { conversation, dialogue, isStored, model }: OpenAiRequest,
    request: FastifyRequest,
    context: RequestContext,
  ): Promise<Threaded> {
    const { conversations, pipeline, threads } = this.parts;
    const { earlier, question, role } = dialogue;
    const caller = callerOf(request);
    const owner = { caller, marks: marksIn(request.headers) };
    const thread = conversation === undefined && isStored ? await threads.find(owner, earlier) : undefined;
    const continued = conversation?.id ?? thread?.conversationId;
    const beginning = continued === undefined ? conversations.start(caller.tenant) : undefined;
    const ask = validate(askSchema, {
      question,
      ...(continued === undefined ? {} : { conversationId: continued }),
      ...(role === undefined ? {} : { role }),
      ...(model.persona === undefined ? {} : { personas: [model.persona] }),
    });
    const isBrought = conversation === undefined && earlier.length > 0;
    const history = isBrought ? pipeline.historyOf(withAnswers(earlier, thread), caller) : undefined;
    const options = { history, after: conversation?.after, beginning, isStored };
    return {
      question: pipeline.accept(ask, context, options),
      conversationId: continued ?? beginning ?? '',
      asked: [...earlier, question],
      owner,
      thread,
    };
  }

  /** The answer, with what was late as far as its client waits for that. */
  async #complete(answer: Answer, { wishes: { waitMs } }: OpenAiRequest, context: RequestContext): Promise<Answer> {
    if (waitMs === 0 || answer.receipt.continuation === null) return answer;
    return awaitLaterVersion(this.parts.answers, answer, waitMs, context);
  }

  #perform(task: BackgroundTask): string {
    const { detector } = this.parts.frameworks.current;
    return performTask(task, (text) => detector.detect(text));
  }
}

/** Ends the work on a question whose caller closes the connection: nothing could be fetched later. */
function cancelWhenGone({ reply: { raw } }: HttpExchange, { lifetime }: RequestContext): () => void {
  const leave = () => lifetime.cancel(new CallerGoneError());
  raw.once('close', leave);
  return () => raw.off('close', leave);
}

/** The error of a response that cannot be continued, in the words of its request. */
function notContinued(error: unknown): unknown {
  if (!(error instanceof ConversationNotFoundError)) return error;
  const expected = 'expected the id of a response that is stored';
  return new InputInvalidError([{ field: 'previous_response_id', expected, found: 'another one' }]);
}

/** A cached answer is serialized already. */
function parsed(answer: Answer | Buffer): Answer {
  return Buffer.isBuffer(answer) ? (JSON.parse(answer.toString()) as Answer) : answer;
}
