import type { StoredAnswer } from './journal-entry.js';

/**
 * Where an answer has its bytes: not among what is copied or written of it. In a `WeakMap` they would live until the next
 * full collection, whatever became of the answer.
 */
const WRITTEN = Symbol('JSON');

type Written = StoredAnswer & { readonly [WRITTEN]?: Buffer };

/**
 * The JSON of an answer, written once: the outbox, the database, the cache and the reply share the bytes.
 *
 * @param answer Is not changed any more.
 */
export function answerJson(answer: Written): Buffer {
  const known = answer[WRITTEN];
  if (known !== undefined) return known;
  const bytes = exactBytes(JSON.stringify(answer));
  Object.defineProperty(answer, WRITTEN, { value: bytes });
  return bytes;
}

/** `Buffer.from` reserves three bytes a character, which no bound would see. */
function exactBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
