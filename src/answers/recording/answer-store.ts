import type { ConversationStore, Journal } from '../../conversations/index.js';
import { observe } from '../../core/index.js';

import type { Answer } from '../messages/answer.js';
import { AnswerNotFoundError } from '../messages/answers.errors.js';

type Listener = (answer: Answer) => void;

/** Answers by id, each visible to its own tenant only; subscribers receive every new version of this replica. */
export class AnswerStore {
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(
    private readonly conversations: ConversationStore,
    private readonly journal: Journal,
  ) {}

  /** Whether an answer that is saved now would survive the end of the process. */
  get isDurable(): boolean {
    return this.journal.isDurable;
  }

  /**
   * Stores an answer, replacing its earlier version, and passes it to its subscribers.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the journal is full.
   */
  save(tenant: string, answer: Answer): void {
    this.journal.record({ kind: 'answer', tenant, answer });
    for (const listener of this.#listeners.get(keyOf(tenant, answer.id)) ?? []) {
      observe('answers:answer:saved', () => listener(answer));
    }
  }

  /**
   * @throws {AnswerNotFoundError} `ANSWER_NOT_FOUND`, also for an answer of another tenant.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   */
  async get(tenant: string, id: string): Promise<Answer> {
    const answer = await this.conversations.answer(tenant, id);
    if (answer === undefined) throw new AnswerNotFoundError(id);
    return answer as Answer;
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
