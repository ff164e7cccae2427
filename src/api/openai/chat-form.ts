import type { IncomingHttpHeaders } from 'node:http';

import { validate, type Answer } from '../../answers/index.js';
import { newId } from '../../core/index.js';
import { chatRequestSchema } from '../contract/openai.js';
import type { OpenAiError } from '../protocol/openai-error.js';

import { taskIn } from './background-task.js';
import { ChunkMaker, completionOf, estimateUsage, piecesOf, type ReplyHead } from './completions.js';
import type { DataStream } from './data-stream.js';
import { readDialogue } from './dialogue.js';
import { chooseModel } from './models.js';
import { conversationIn, requireQuestion, wishesIn, type OpenAiRequest } from './openai-request.js';
import {
  directorNote,
  progressLines,
  receiptFooter,
  sourceEvents,
  statusEvent,
  type WebUiEvent,
} from './receipt-note.js';
import type { ReplyFacts, ReplyForm, ReplyWriter } from './reply-form.js';

/** A request for a chat completion. */
export interface ChatQuestion extends OpenAiRequest {
  readonly wantsUsage: boolean;
}

/** Chat completions. @see https://platform.openai.com/docs/api-reference/chat */
export const chatForm: ReplyForm<ChatQuestion> = {
  read(body: unknown, headers: IncomingHttpHeaders): ChatQuestion {
    const { messages, model, stream, stream_options: options } = validate(chatRequestSchema, body);
    const dialogue = readDialogue(messages);
    requireQuestion(dialogue, 'messages');
    return {
      model: chooseModel(model),
      dialogue,
      task: taskIn(dialogue.question, headers['x-openwebui-task']?.toString()),
      isStreamed: stream === true,
      wantsUsage: options?.include_usage === true,
      wishes: wishesIn(headers),
      conversation: conversationIn(headers),
      isStored: true,
    };
  },

  whole(request: ChatQuestion, content: Answer | string, facts: ReplyFacts): object {
    const text = typeof content === 'string' ? content : contentOf(request, content);
    const usage = estimateUsage(request.dialogue.length, text.length);
    const note = typeof content === 'string' ? undefined : directorNote(content);
    return completionOf(headOf(request, facts), text, usage, note);
  },

  writer(request: ChatQuestion, facts: ReplyFacts, stream: DataStream): ReplyWriter {
    return new ChatWriter(request, new ChunkMaker(headOf(request, facts), request.wantsUsage), stream);
  },
};

function headOf({ model }: ChatQuestion, { created, fingerprint }: ReplyFacts): ReplyHead {
  return { id: `chatcmpl-${newId('req').slice(4)}`, created, model: model.id, system_fingerprint: fingerprint };
}

function contentOf({ dialogue: { tool }, wishes }: ChatQuestion, answer: Answer): string {
  const text = answer.answer.markdown + (wishes.footer ? receiptFooter(answer) : '');
  if (tool === undefined) return text;
  const { name, parameter } = tool;
  return `<${name}>\n<${parameter}>\n${text}\n</${parameter}>\n</${name}>`;
}

/** Writes the chunks of one reply. Text is sent only of an answer that is ready, so that nothing has to be taken back. */
class ChatWriter implements ReplyWriter {
  readonly #told = new Set<string>();

  constructor(
    private readonly request: ChatQuestion,
    private readonly chunks: ChunkMaker,
    private readonly stream: DataStream,
  ) {
    this.stream.send(chunks.delta({ role: 'assistant', content: '' }));
  }

  progress(line: string): void {
    const { progress, webUi } = this.request.wishes;
    if (!progress || this.#told.has(line)) return;
    this.#told.add(line);
    if (webUi) this.#event(statusEvent(line));
    else this.stream.send(this.chunks.delta({ reasoning_content: `${line}\n` }));
  }

  answer(answer: Answer): void {
    for (const line of progressLines(answer)) this.progress(line);
    const text = contentOf(this.request, answer);
    for (const content of piecesOf(text)) this.stream.send(this.chunks.delta({ content }));
    if (this.request.wishes.webUi) {
      for (const event of sourceEvents(answer)) this.#event(event);
      this.#event(statusEvent(`Answered after ${answer.receipt.elapsedMs.toFixed(0)} ms.`, true));
    }
    this.stream.send(this.chunks.last(directorNote(answer)));
    this.#end(text);
  }

  text(content: string): void {
    this.stream.send(this.chunks.delta({ content }));
    this.stream.send(this.chunks.last());
    this.#end(content);
  }

  fail(error: OpenAiError): void {
    this.stream.send(error);
    this.stream.end();
  }

  #end(text: string): void {
    const usage = this.chunks.usage(estimateUsage(this.request.dialogue.length, text.length));
    if (usage !== undefined) this.stream.send(usage);
    this.stream.end('[DONE]');
  }

  #event(event: WebUiEvent): void {
    this.stream.send({ event });
  }
}
