import { LRUCache } from 'lru-cache';

import type { Answer } from './answer.js';
import { AnswerNotFoundError } from './guidance.errors.js';

type Listener = (answer: Answer) => void;

export interface AnswerStoreOptions {
  readonly maxEntries: number;
  /** Upper bound of the bytes of all answers together. */
  readonly maxBytes: number;
}

/**
 * Answers of this process by id, each visible to its own tenant only, with word of every new version.
 *
 * Kept as bytes outside the heap, because most are never fetched: the bound is what they really take.
 */
export class AnswerStore {
  readonly #answers: LRUCache<string, Buffer>;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor({ maxEntries, maxBytes }: AnswerStoreOptions) {
    this.#answers = new LRUCache({ max: maxEntries, maxSize: maxBytes, sizeCalculation: (bytes) => bytes.length });
  }

  /** Keeps an answer, replacing its earlier version, and tells whoever waits for it. */
  put(tenant: string, answer: Answer): void {
    const key = keyOf(tenant, answer.id);
    this.#answers.set(key, toBytes(JSON.stringify(answer)));
    for (const listener of this.#listeners.get(key) ?? []) listener(answer);
  }

  /** @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND`, also for an answer of another tenant. */
  get(tenant: string, id: string): Answer {
    const bytes = this.#answers.get(keyOf(tenant, id));
    if (bytes === undefined) throw new AnswerNotFoundError(id);
    return JSON.parse(bytes.toString()) as Answer;
  }

  /** @returns a function that ends the subscription. */
  subscribe(tenant: string, id: string, listener: Listener): () => void {
    const key = keyOf(tenant, id);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(key);
    };
  }
}

/** `Buffer.from` keeps room for three bytes a character, which the bound would not see. */
function toBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}

function keyOf(tenant: string, id: string): string {
  return `${tenant}/${id}`;
}
