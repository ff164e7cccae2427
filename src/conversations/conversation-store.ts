import { sql } from 'kysely';

import type { AppConfig } from '../config/index.js';
import { Deadline, DeadlineExceededError, epochMsOf, idPattern, newId, sleep, type Clock } from '../core/index.js';
import { StoreUnavailableError, type Store } from '../store/index.js';

import { isOwnedBy, newOwnedId } from './owned-id.js';
import { ConversationNotFoundError } from './conversations.errors.js';
import type { Conversation } from './records/conversation.js';
import type { JournalEntry, StoredAnswer } from './journal/journal-entry.js';
import { DELETED } from './journal/journal-statements.js';
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
  readonly turns: readonly NewTurn[];
  readonly summary: ConversationSummary;
}

export const NO_HISTORY: History = { turns: [], summary: EMPTY_SUMMARY };

/** A replica writes what it has recorded within this, unless the database is unreachable; milliseconds. */
const WRITTEN_WITHIN_MS = 250;
/**
 * What is younger may still be in the outbox of another replica, for a database far away or after an outage: not to find
 * it says nothing. Milliseconds.
 */
const YOUNG_MS = 30_000;
/** How long a read waits for that, milliseconds. */
const ARRIVES_WITHIN_MS = 2_000;
/** Between two looks, milliseconds. */
const POLL_MS = { first: 20, max: 200 } as const;

/** Absence that is certain: it was deleted. */
const GONE = Symbol('gone');

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
    return newOwnedId('cnv', tenant, this.clock.epochMs());
  }

  /** The id of a new answer to a tenant. */
  nextAnswerId(tenant: string): string {
    return newOwnedId('ans', tenant, this.clock.epochMs());
  }

  /**
   * The conversation so far.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`, also for a conversation of another tenant, which is
   *   recognized without the database.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   * @throws {DeadlineExceededError} `DEADLINE_EXCEEDED`, if the database does not answer by then, or the conversation is
   *   so young that another replica may still have it to write.
   */
  async history(tenant: string, id: string, deadline: Deadline, readMs = Infinity): Promise<History> {
    if (!isOwnedBy(tenant, id)) throw new ConversationNotFoundError(id);
    const found = await this.#sought(tenant, id, deadline, async () => {
      using patience = deadline.child(readMs);
      return await patience.wait(this.#history(tenant, id));
    });
    if (found === undefined) throw new ConversationNotFoundError(id);
    return found;
  }

  /**
   * What `read` finds; as long as another replica may still have it to write, it looks again.
   *
   * @throws {DeadlineExceededError} `DEADLINE_EXCEEDED`, if it may still come when the deadline passes.
   */
  async #sought<T extends object>(
    tenant: string,
    id: string,
    deadline: Deadline,
    read: () => Promise<T | typeof GONE | undefined>,
  ): Promise<T | undefined> {
    for (let pauseMs: number = POLL_MS.first; ; pauseMs = Math.min(POLL_MS.max, pauseMs * 2)) {
      const found = await deadline.wait(read());
      if (found === GONE) return undefined;
      if (found !== undefined || !this.#mayCome(tenant, id)) return found;
      await sleep(this.clock, pauseMs, deadline);
    }
  }

  /** As {@link #sought}, for a read without a deadline of its own. @throws {StoreUnavailableError} `STORE_UNAVAILABLE` */
  async #awaited<T extends object>(
    tenant: string,
    id: string,
    read: () => Promise<T | typeof GONE | undefined>,
  ): Promise<T | undefined> {
    using deadline = Deadline.after(this.clock, ARRIVES_WITHIN_MS);
    try {
      return await this.#sought(tenant, id, deadline, read);
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error;
      throw new StoreUnavailableError('the database does not show it yet', 1_000, { cause: error });
    }
  }

  #mayCome(tenant: string, id: string): boolean {
    if (!isOwnedBy(tenant, id)) return false;
    // Another replica may be cut off as this one is, for however long.
    return this.journal.state.isBlocked || this.clock.epochMs() - epochMsOf(id) < YOUNG_MS;
  }

  async #history(tenant: string, id: string): Promise<History | typeof GONE | undefined> {
    const unwritten = this.journal.unwrittenTurns(tenant, id);
    const [row, bodies] = await Promise.all([
      this.#row(tenant, id),
      this.#bodies(tenant, id, this.options.historyTurns),
    ]);
    if (row === GONE) return GONE;
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
   * Adds a turn, after all that were added before it, and records what belongs to it: all or nothing.
   *
   * @returns whether it will be written even if the process ends now.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full.
   */
  append(
    tenant: string,
    conversationId: string,
    { subject, ...turn }: NewTurn & { readonly subject?: string },
    ...belongings: readonly JournalEntry[]
  ): boolean {
    const at = this.clock.epochMs();
    const said = { id: newId('trn', at), at, ...turn };
    const entry = { kind: 'turn', tenant, conversationId, turn: said, ...(subject && { subject }) } as const;
    return this.journal.record(entry, ...belongings);
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
    return conversationOf(await this.#existing(tenant, id));
  }

  /**
   * Conversations of a tenant, begun last first.
   *
   * @param search Of them those with these words in the title, in any case of the letters A to Z.
   */
  async list(tenant: string, limit: number, cursor?: string, search?: string): Promise<Page<Conversation>> {
    if (cursor !== undefined && !idPattern('cnv').test(cursor)) throw new CursorInvalidError();
    const rows = await this.store.read((db) => {
      const present = conversationsIn(db, tenant).where('conversations.deleted_at', 'is', null);
      const all = search === undefined ? present : present.where(titleContains(search));
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
    await this.#existing(tenant, id);
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
    return pageOf(rows, limit, { cursorOf: ({ seq }) => String(seq), itemOf: ({ body }) => parseTurn(body) });
  }

  /**
   * The latest version of an answer; undefined if there is none of that id for this tenant.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, also while another replica may still have it to write.
   */
  answer(tenant: string, id: string): Promise<StoredAnswer | undefined> {
    return this.#awaited(tenant, id, async () => {
      const [answer] = await this.#answers(tenant, [id]);
      return answer;
    });
  }

  /** The latest versions of those answers that are stored. */
  async answers(tenant: string, ids: readonly string[]): Promise<StoredAnswer[]> {
    const found = await this.#answers(tenant, ids);
    return found.filter((answer) => answer !== GONE);
  }

  async #answers(tenant: string, ids: readonly string[]): Promise<(StoredAnswer | typeof GONE)[]> {
    const unwritten = ids.flatMap((id) => this.journal.unwrittenAnswer(tenant, id) ?? []);
    const known = new Set(unwritten.map(({ id }) => id));
    const others = ids.filter((id) => !known.has(id));
    if (others.length === 0) return unwritten;
    const rows = await this.store.read((db) =>
      db.selectFrom('answers').select('body').where('tenant', '=', tenant).where('id', 'in', others).execute(),
    );
    return [...unwritten, ...rows.map(({ body }) => (body === DELETED ? GONE : (JSON.parse(body) as StoredAnswer)))];
  }

  /**
   * Gives a conversation another title.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if it is not done by the deadline.
   */
  async rename(tenant: string, id: string, title: string, deadline: Deadline): Promise<Conversation> {
    await this.get(tenant, id);
    await this.journal.recordDurably({ kind: 'rename', tenant, conversationId: id, title }, deadline);
    return this.get(tenant, id);
  }

  /**
   * Deletes a conversation for good, with its turns, answers and their feedback.
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

  /** The row of a conversation. @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND` */
  async #existing(tenant: string, id: string): Promise<ConversationRow> {
    const row = await this.#awaited(tenant, id, () => this.#row(tenant, id));
    if (row === undefined) throw new ConversationNotFoundError(id);
    return row;
  }

  async #row(tenant: string, id: string): Promise<ConversationRow | typeof GONE | undefined> {
    const row = await this.store.read((db) =>
      conversationsIn(db, tenant).where('conversations.id', '=', id).executeTakeFirst(),
    );
    return row === undefined || row.deleted_at === null ? row : GONE;
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
      'conversations.deleted_at',
      'first.body as first_turn',
    ])
    .where('conversations.tenant', '=', tenant);
}

/** A text is searched for as it stands: what `like` gives a meaning is escaped. */
function titleContains(search: string) {
  const pattern = `%${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<boolean>`lower(conversations.title) like ${pattern} escape '\\'`;
}

interface ConversationRow extends SummaryRow {
  readonly id: string;
  readonly title: string;
  readonly turns: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly deleted_at: number | null;
}

function conversationOf(row: ConversationRow): Conversation {
  const { id, title, turns, created_at: createdAt, updated_at: updatedAt } = row;
  return { id, title, turns, createdAt, updatedAt, summary: summaryIn(row) };
}

function parseTurn(body: string): Turn {
  return turnSchema.parse(JSON.parse(body));
}
