import type { AppConfig } from '../config/index.js';
import { DeadlineExceededError, epochMsOf, idPattern, newId, sleep, type Clock, type Deadline } from '../core/index.js';
import type { Store } from '../store/index.js';

import { isConversationOf, newConversationId } from './conversation-id.js';
import { ConversationNotFoundError } from './conversations.errors.js';
import type { Conversation } from './records/conversation.js';
import type { StoredAnswer } from './journal/journal-entry.js';
import type { Journal } from './journal/journal.js';
import { CursorInvalidError, numberCursor, pageOf, type Page } from './records/page.js';
import {
  EMPTY_SUMMARY,
  foldTurn,
  FOLDED_FROM_FIRST_TURN,
  summaryIn,
  type ConversationSummary,
  type SummaryRow,
} from './records/summary.js';
import { turnSchema, type NewTurn, type Turn } from './records/turn.js';

/** The conversation so far, as the next turn needs it. */
export interface History {
  /** The latest turns, oldest first. */
  readonly turns: readonly Turn[];
  readonly summary: ConversationSummary;
}

export const NO_HISTORY: History = { turns: [], summary: EMPTY_SUMMARY };

/** A replica writes what it has recorded within this, unless the database is unreachable; milliseconds. */
const WRITTEN_WITHIN_MS = 250;
const POLL_INTERVAL_MS = 20;

/** Conversations, each visible to its own tenant only, whichever replica it was held with. */
export class ConversationStore {
  constructor(
    private readonly options: Pick<AppConfig['conversations'], 'historyTurns'>,
    private readonly store: Store,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** The id of a new conversation of a tenant, which begins with the first turn that is appended. */
  start(tenant: string): string {
    return newConversationId(tenant, this.clock.epochMs());
  }

  /**
   * The conversation so far.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`, also for a conversation of another tenant, which is
   *   recognized without the database.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   * @throws {DeadlineExceededError} `DEADLINE_EXCEEDED`, if the database does not answer by then.
   */
  async history(tenant: string, id: string, deadline: Deadline): Promise<History> {
    if (!isConversationOf(tenant, id)) throw new ConversationNotFoundError(id);
    for (let found = await this.#history(tenant, id, deadline); ; found = await this.#history(tenant, id, deadline)) {
      if (found !== undefined) return found;
      // A conversation that another replica has just begun may still be in its outbox.
      const ageMs = this.clock.epochMs() - epochMsOf(id);
      if (ageMs < 0 || ageMs > WRITTEN_WITHIN_MS || deadline.remainingMs < POLL_INTERVAL_MS) break;
      await sleep(this.clock, POLL_INTERVAL_MS);
    }
    throw new ConversationNotFoundError(id);
  }

  async #history(tenant: string, id: string, deadline: Deadline): Promise<History | undefined> {
    const unwritten = this.journal.unwrittenTurns(tenant, id);
    const [row, bodies] = await deadline.wait(
      Promise.all([this.#row(tenant, id), this.#bodies(tenant, id, this.options.historyTurns)]),
    );
    if (row === undefined && unwritten.length === 0) return undefined;
    const written = bodies.map(({ body }) => parseTurn(body)).toReversed();
    const known = new Set(written.map(({ id }) => id));
    const fresh = unwritten.filter(({ id }) => !known.has(id));
    return {
      turns: [...written, ...fresh].slice(-this.options.historyTurns),
      summary: fresh.reduce(foldTurn, row === undefined ? EMPTY_SUMMARY : summaryIn(row)),
    };
  }

  /**
   * Adds a turn, after all that were added before it.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full.
   */
  append(tenant: string, conversationId: string, turn: NewTurn): void {
    const at = this.clock.epochMs();
    this.journal.record({ kind: 'turn', tenant, conversationId, turn: { id: newId('trn', at), at, ...turn } });
  }

  /**
   * Resolves once every other replica sees the turns that were appended here, so that the next turn of the conversation
   * comes after them on any replica; or when the database takes too long, because an answer must not wait for it.
   */
  async seenByAll(deadline: Deadline): Promise<void> {
    if (!this.store.isShared || this.journal.state.isBlocked) return;
    using patience = deadline.child(Math.min(WRITTEN_WITHIN_MS, deadline.remainingMs / 2));
    await patience.wait(this.journal.flush()).catch((error: unknown) => {
      if (!(error instanceof DeadlineExceededError)) throw error;
    });
  }

  /**
   * A conversation without its turns.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   */
  async get(tenant: string, id: string): Promise<Conversation> {
    await this.#settle(tenant, id);
    const row = await this.#row(tenant, id);
    if (row === undefined) throw new ConversationNotFoundError(id);
    return conversationOf(row);
  }

  /** Conversations of a tenant, begun last first. */
  async list(tenant: string, limit: number, cursor?: string): Promise<Page<Conversation>> {
    if (cursor !== undefined && !idPattern('cnv').test(cursor)) throw new CursorInvalidError();
    const rows = await this.store.read((db) => {
      const all = conversationsIn(db, tenant);
      return (cursor === undefined ? all : all.where('conversations.id', '<', cursor))
        .orderBy('conversations.id', 'desc')
        .limit(limit + 1)
        .execute();
    });
    return pageOf(rows, limit, { cursorOf: ({ id }) => id, itemOf: conversationOf });
  }

  /**
   * Turns of a conversation, oldest first.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   */
  async turns(tenant: string, id: string, limit: number, cursor?: string): Promise<Page<Turn>> {
    const after = numberCursor(cursor) ?? 0;
    await this.#settle(tenant, id);
    const rows = await this.store.read((db) =>
      db
        .selectFrom('turns')
        .select(['seq', 'body'])
        .where('tenant', '=', tenant)
        .where('conversation_id', '=', id)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit + 1)
        .execute(),
    );
    if (rows.length === 0 && (await this.#row(tenant, id)) === undefined) throw new ConversationNotFoundError(id);
    return pageOf(rows, limit, { cursorOf: ({ seq }) => String(seq), itemOf: ({ body }) => parseTurn(body) });
  }

  /** The latest version of an answer; undefined if there is none of that id for this tenant. */
  async answer(tenant: string, id: string): Promise<StoredAnswer | undefined> {
    const [answer] = await this.answers(tenant, [id]);
    return answer;
  }

  /** The latest versions of those answers that are stored. */
  async answers(tenant: string, ids: readonly string[]): Promise<StoredAnswer[]> {
    const unwritten = ids.flatMap((id) => this.journal.unwrittenAnswer(tenant, id) ?? []);
    const known = new Set(unwritten.map(({ id }) => id));
    const others = ids.filter((id) => !known.has(id));
    if (others.length === 0) return unwritten;
    const rows = await this.store.read((db) =>
      db.selectFrom('answers').select('body').where('tenant', '=', tenant).where('id', 'in', others).execute(),
    );
    return [...unwritten, ...rows.map(({ body }) => JSON.parse(body) as StoredAnswer)];
  }

  /**
   * Deletes a conversation for good, with its turns and answers.
   *
   * @returns the ids of the answers that were deleted.
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if it is not done by the deadline.
   */
  async delete(tenant: string, id: string, deadline: Deadline): Promise<string[]> {
    await this.get(tenant, id);
    const answers = await this.store.read((db) =>
      db.selectFrom('answers').select('id').where('tenant', '=', tenant).where('conversation_id', '=', id).execute(),
    );
    const at = this.clock.epochMs();
    await this.journal.recordDurably({ kind: 'deletion', tenant, conversationId: id, at }, deadline);
    return answers.map(({ id }) => id);
  }

  /** Writes what this replica has of a conversation, so that one query sees all of it. */
  async #settle(tenant: string, id: string): Promise<void> {
    if (this.journal.unwrittenTurns(tenant, id).length > 0 && !this.journal.state.isBlocked) await this.journal.flush();
  }

  #row(tenant: string, id: string) {
    return this.store.read((db) => conversationsIn(db, tenant).where('conversations.id', '=', id).executeTakeFirst());
  }

  #bodies(tenant: string, id: string, limit: number) {
    return this.store.read((db) =>
      db
        .selectFrom('turns')
        .select('body')
        .where('tenant', '=', tenant)
        .where('conversation_id', '=', id)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute(),
    );
  }
}

/** Conversations of a tenant, with the turn that a summary may be derived from. */
function conversationsIn(db: Store['db'], tenant: string) {
  return db
    .selectFrom('conversations')
    .leftJoin('turns as first', (join) =>
      join
        .onRef('first.tenant', '=', 'conversations.tenant')
        .onRef('first.conversation_id', '=', 'conversations.id')
        .on('first.seq', '=', 1)
        .on('conversations.summary', '=', FOLDED_FROM_FIRST_TURN),
    )
    .select([
      'conversations.id',
      'conversations.title',
      'conversations.summary',
      'conversations.turns',
      'conversations.created_at',
      'conversations.updated_at',
      'first.body as first_turn',
    ])
    .where('conversations.tenant', '=', tenant)
    .where('conversations.deleted_at', 'is', null);
}

interface ConversationRow extends SummaryRow {
  readonly id: string;
  readonly title: string;
  readonly turns: number;
  readonly created_at: number;
  readonly updated_at: number;
}

function conversationOf(row: ConversationRow): Conversation {
  const { id, title, turns, created_at: createdAt, updated_at: updatedAt } = row;
  return { id, title, turns, createdAt, updatedAt, summary: summaryIn(row) };
}

function parseTurn(body: string): Turn {
  return turnSchema.parse(JSON.parse(body));
}
