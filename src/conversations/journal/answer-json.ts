import type { StoredAnswer } from './journal-entry.js';

const written = new WeakMap<StoredAnswer, Buffer>();

/**
 * The JSON of an answer, written once: the outbox, the database, the cache and the reply share the bytes.
 *
 * @param answer Is not changed any more.
 */
export function answerJson(answer: StoredAnswer): Buffer {
  let bytes = written.get(answer);
  if (bytes === undefined) {
    bytes = exactBytes(JSON.stringify(answer));
    written.set(answer, bytes);
  }
  return bytes;
}

/** `Buffer.from` reserves three bytes a character, which no bound would see. */
function exactBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
