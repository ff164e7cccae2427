import type { ByteBoundedCache } from '../cache/index.js';

import type { Answer } from './answer.js';
import { AnswerNotFoundError } from './guidance.errors.js';

type Listener = (answer: Answer) => void;

/** How long an answer can be fetched again, milliseconds. */
const KEPT_MS = 24 * 3_600_000;

/** Answers of this process by id, each visible to its own tenant only, with word of every new version. */
export class AnswerStore {
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(private readonly answers: ByteBoundedCache<Answer>) {}

  /** Keeps an answer, replacing its earlier version, and tells whoever waits for it. */
  put(tenant: string, answer: Answer): void {
    const key = keyOf(tenant, answer.id);
    this.answers.set(key, answer, KEPT_MS);
    for (const listener of this.#listeners.get(key) ?? []) listener(answer);
  }

  /** @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND`, also for an answer of another tenant. */
  get(tenant: string, id: string): Answer {
    const hit = this.answers.get(keyOf(tenant, id));
    if (hit === undefined) throw new AnswerNotFoundError(id);
    return hit.value;
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

function keyOf(tenant: string, id: string): string {
  return `${tenant}/${id}`;
}
