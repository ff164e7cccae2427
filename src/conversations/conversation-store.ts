import { LRUCache } from 'lru-cache';

import { newId, type Clock } from '../common/index.js';

import { ConversationNotFoundError } from './conversations.errors.js';

/** One question and what became of it. */
export interface Turn {
  readonly question: string;
  readonly answerId: string;
  /** Id of the lead persona; null when the question was not strategic. */
  readonly lead: string | null;
  /** Ids of the frameworks detected, best first. */
  readonly frameworks: readonly string[];
}

export interface ConversationStoreOptions {
  /** Conversations kept; the one longest untouched goes first. */
  readonly maxConversations: number;
  /** Turns kept of one conversation, the latest. */
  readonly maxTurns: number;
}

interface Conversation {
  readonly tenant: string;
  readonly turns: Turn[];
}

/** Conversations in the memory of this process, each visible to its own tenant only. */
export class ConversationStore {
  readonly #conversations: LRUCache<string, Conversation>;

  constructor(
    private readonly options: ConversationStoreOptions,
    private readonly clock: Clock,
  ) {
    this.#conversations = new LRUCache({ max: options.maxConversations });
  }

  /** Starts a conversation and gives its id. */
  start(tenant: string): string {
    const id = newId('cnv', this.clock.epochMs());
    this.#conversations.set(id, { tenant, turns: [] });
    return id;
  }

  /**
   * The turns so far, oldest first.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`, also for a conversation of another tenant.
   */
  turns(tenant: string, id: string): readonly Turn[] {
    return this.#find(tenant, id).turns;
  }

  /**
   * Adds a turn. A conversation forgotten while its answer was made begins anew, so that the answer is not lost.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`, for a conversation of another tenant.
   */
  append(tenant: string, id: string, turn: Turn): void {
    if (!this.#conversations.has(id)) this.#conversations.set(id, { tenant, turns: [] });
    const { turns } = this.#find(tenant, id);
    turns.push(turn);
    if (turns.length > this.options.maxTurns) turns.shift();
  }

  #find(tenant: string, id: string): Conversation {
    const conversation = this.#conversations.get(id);
    if (conversation?.tenant !== tenant) throw new ConversationNotFoundError(id);
    return conversation;
  }
}
