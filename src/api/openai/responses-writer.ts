import type { Answer } from '../../answers/index.js';
import { newId } from '../../core/index.js';
import type { ResponseItem, ResponseMessage } from '../contract/openai.js';
import type { OpenAiError } from '../protocol/openai-error.js';

import { piecesOf } from './completions.js';
import type { DataStream } from './data-stream.js';
import { directorNote, progressLines, receiptFooter } from './receipt-note.js';
import type { ReplyWriter } from './reply-form.js';
import {
  messageOf,
  responseOf,
  responseUsage,
  textPartOf,
  type ResponseHead,
  type ResponsesQuestion,
} from './responses.js';

/** Writes the events of one response, numbered, each item from its beginning to its end. */
export class ResponsesWriter implements ReplyWriter {
  readonly #output: ResponseItem[] = [];
  readonly #told: string[] = [];
  readonly #thoughtId = `rs_${newId('req').slice(4)}`;
  #sent = 0;

  constructor(
    private readonly request: ResponsesQuestion,
    private readonly head: ResponseHead,
    private readonly stream: DataStream,
  ) {
    const response = responseOf(head, { status: 'in_progress' });
    this.#send('response.created', { response });
    this.#send('response.in_progress', { response });
  }

  progress(line: string): void {
    if (!this.request.wishes.progress || this.#told.includes(line)) return;
    if (this.#told.length === 0) {
      const item = { id: this.#thoughtId, type: 'reasoning', summary: [] } as const;
      this.#send('response.output_item.added', { output_index: 0, item });
      this.#sendThought('response.reasoning_summary_part.added', { part: { type: 'summary_text', text: '' } });
    }
    this.#sendThought('response.reasoning_summary_text.delta', { delta: `${line}\n` });
    this.#told.push(line);
  }

  answer(answer: Answer): void {
    for (const line of progressLines(answer)) this.progress(line);
    const { markdown } = answer.answer;
    this.#complete(markdown + (this.request.wishes.footer ? receiptFooter(answer) : ''), answer);
  }

  text(text: string): void {
    this.#complete(text);
  }

  fail({ error: { code, message, param } }: OpenAiError): void {
    this.#send('error', { code, message, param });
    const response = responseOf(this.head, { status: 'failed', output: this.#output, error: { code, message } });
    this.#send('response.failed', { response });
    this.stream.end();
  }

  #complete(text: string, answer?: Answer): void {
    this.#endThought();
    this.#sendMessage(messageOf(`msg_${answer?.id.slice(4) ?? newId('req').slice(4)}`, text), text);
    const response = responseOf(this.head, {
      status: 'completed',
      output: this.#output,
      usage: responseUsage(this.request.dialogue.length, text.length),
      ...(answer === undefined ? {} : { director: directorNote(answer) }),
    });
    this.#send('response.completed', { response });
    this.stream.end();
  }

  #endThought(): void {
    if (this.#told.length === 0) return;
    const text = this.#told.map((line) => `${line}\n`).join('');
    const part = { type: 'summary_text', text } as const;
    this.#sendThought('response.reasoning_summary_text.done', { text });
    this.#sendThought('response.reasoning_summary_part.done', { part });
    const item = { id: this.#thoughtId, type: 'reasoning', summary: [part] } as const;
    this.#output.push({ ...item, summary: [part] });
    this.#send('response.output_item.done', { output_index: 0, item });
  }

  #sendMessage(message: ResponseMessage, text: string): void {
    const place = { output_index: this.#output.length };
    const inMessage = { ...place, item_id: message.id, content_index: 0 };
    const [part] = message.content;
    this.#send('response.output_item.added', { ...place, item: { ...message, status: 'in_progress', content: [] } });
    this.#send('response.content_part.added', { ...inMessage, part: textPartOf('') });
    for (const delta of piecesOf(text)) this.#send('response.output_text.delta', { ...inMessage, delta, logprobs: [] });
    this.#send('response.output_text.done', { ...inMessage, text, logprobs: [] });
    this.#send('response.content_part.done', { ...inMessage, part });
    this.#send('response.output_item.done', { ...place, item: message });
    this.#output.push(message);
  }

  #sendThought(type: string, data: object): void {
    this.#send(type, { item_id: this.#thoughtId, output_index: 0, summary_index: 0, ...data });
  }

  #send(type: string, data: object): void {
    this.stream.send({ type, sequence_number: this.#sent++, ...data }, type);
  }
}
