import { ModelReplyInvalidError } from './model.errors.js';

/** What one event of a reply carries: JSON with the name of the event, if it has one. */
export interface ReplyEvent {
  readonly name: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A longer reply is rejected. */
const MAX_REPLY_BYTES = 1_048_576;
const LINE_END = /\r\n|\n|\r(?!$)/;

/**
 * The events of a streamed reply, up to `[DONE]`, which comes as `done`. A reply that is one JSON document instead, as
 * some servers send it, is one event.
 *
 * @throws {ModelReplyInvalidError} `MODEL_REPLY_INVALID`, if it is too long or holds something else than JSON.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* replyEvents(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ReplyEvent | 'done'> {
  const document: string[] = [];
  let name: string | undefined;
  let data = '';
  for await (const line of linesOf(body)) {
    if (document.length > 0 || (data === '' && line.trimStart().startsWith('{'))) {
      document.push(line);
      continue;
    }
    const { field, value } = fieldOf(line);
    if (field === 'event') name = value;
    if (field === 'data') data += `${data === '' ? '' : '\n'}${value}`;
    if (data.trim() === '[DONE]') {
      yield 'done';
      return;
    }
    // Servers that leave the blank line after an event out end each of them with its line.
    const isOver = line === '' || (field === 'data' && jsonIn(data) !== undefined);
    if (!isOver) continue;
    if (data.trim() !== '') yield* eventOf(name, data);
    if (line === '') name = undefined;
    data = '';
  }
  if (data.trim() !== '') yield* eventOf(name, data);
  if (document.length > 0) yield* eventOf(undefined, document.join('\n'));
}

function* eventOf(name: string | undefined, text: string): Generator<ReplyEvent> {
  const json = jsonIn(text);
  if (json === undefined && name !== 'error') throw new ModelReplyInvalidError('malformed');
  if (name === 'error' || isRecord(json?.value)) yield { name, data: fieldsOf(json?.value) };
}

function fieldOf(line: string): { readonly field: string; readonly value: string } {
  const colon = line.indexOf(':');
  // A line that begins with a colon is a comment.
  if (colon < 0) return { field: line, value: '' };
  return { field: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') };
}

async function* linesOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  // It also drops a byte order mark.
  const decoder = new TextDecoder();
  let bytes = 0;
  let rest: string[] = [];
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_REPLY_BYTES) throw new ModelReplyInvalidError('too_long');
    const text = decoder.decode(chunk, { stream: true });
    rest.push(text);
    if (!/[\r\n]/.test(text)) continue;
    const lines = rest.join('').split(LINE_END);
    rest = [lines.pop() ?? ''];
    yield* lines;
  }
  const last = (rest.join('') + decoder.decode()).replace(/\r$/, '');
  if (last !== '') yield last;
}

function jsonIn(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Whether a value of the provider has fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a value of the provider; none if it is something else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
