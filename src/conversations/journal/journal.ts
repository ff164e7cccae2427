import { EventChannel, reasonOf, type Clock, type Deadline } from '../../core/index.js';
import {
  Outbox,
  OutboxFile,
  StoreUnavailableError,
  type GroupWriter,
  type OutboxOptions,
  type OutboxState,
  type Store,
} from '../../store/index.js';

import { answerJson } from './answer-json.js';
import type { JournalEntry, StoredAnswer } from './journal-entry.js';
import { writeGroup } from './journal-writer.js';
import { setAside } from './set-aside.js';
import type { Turn } from '../records/turn.js';

/** Published when the database refuses an entry for what is in it; `isKept` once it has been set aside. */
export const entryRefused = new EventChannel<{
  readonly kind: JournalEntry['kind'];
  readonly error: unknown;
  readonly isKept: boolean;
}>('conversations:entry:refused');

/** Published when the database stops taking entries, with its reason, and without one when it takes them again. */
export const journalBlocked = new EventChannel<{ readonly reason: string | undefined }>(
  'conversations:journal:blocked',
);

/** Of an entry besides its text, roughly. */
const ENTRY_BYTES = 512;

/**
 * Records turns, answers, deletions and audit events asynchronously, through an {@link Outbox}.
 *
 * What is not written yet can be read here, so that a caller of this replica sees its own turns at once.
 */
export class Journal {
  readonly #outbox: Outbox<JournalEntry>;
  /** Turns not written yet, by tenant and conversation, in order. */
  readonly #turns = new Map<string, Turn[]>();
  /** Latest versions of answers not written yet, by tenant and id. */
  readonly #answers = new Map<string, StoredAnswer>();

  constructor(options: OutboxOptions, store: Store, clock: Clock) {
    const group: GroupWriter<JournalEntry> = {
      encode,
      write: (entries, id) => store.write(writeGroup(entries, id, clock.epochMs())),
      isFaultOfRows: (error) => store.isFaultOfRows(error),
      setAside: (entry, error) => store.write(setAside(entry, error, clock.epochMs())),
      sync: () => store.sync(),
      onWritten: (entry) => this.#forget(entry),
      onRefused: (entry, error, isKept) => {
        entryRefused.publish({ kind: entry.kind, error, isKept });
        this.#forget(entry);
      },
      onBlocked: (error) => journalBlocked.publish({ reason: error === undefined ? undefined : reasonOf(error) }),
    };
    this.#outbox = new Outbox(options, group, clock, store.outbox instanceof OutboxFile ? store.outbox : undefined);
    for (const entry of this.#outbox.restore(bytesOf)) this.#remember(entry);
    store.beforeClose(() => this.#outbox.flush());
  }

  get state(): OutboxState {
    return this.#outbox.state;
  }

  /** Whether what is recorded now would survive the end of the process. */
  get isDurable(): boolean {
    return this.#outbox.isDurable;
  }

  /** @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full. */
  requireRoom(): void {
    this.#outbox.requireRoom();
  }

  /**
   * Takes entries, to be written soon: all or none.
   *
   * @returns whether they will be written even if the process ends now.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full.
   */
  record(...entries: readonly JournalEntry[]): boolean {
    const isDurable = this.#outbox.enqueue(entries.map((entry) => ({ entry, bytes: bytesOf(entry) })));
    for (const entry of entries) this.#remember(entry);
    return isDurable;
  }

  /**
   * Takes an entry and waits until it, and all before it, will survive a loss of power.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if that does not happen by the deadline; it will be written
   *   nevertheless when the database is back.
   */
  async recordDurably(entry: JournalEntry, deadline: Deadline): Promise<void> {
    const written = this.#outbox.enqueueDurably({ entry, bytes: bytesOf(entry) });
    this.#remember(entry);
    try {
      await deadline.wait(written);
    } catch (error) {
      throw error instanceof StoreUnavailableError
        ? error
        : new StoreUnavailableError('what has to be recorded first was not written in time', 1_000, { cause: error });
    }
  }

  /** Turns of a conversation that are not in the database yet, oldest first. */
  unwrittenTurns(tenant: string, conversationId: string): readonly Turn[] {
    return this.#turns.get(`${tenant}/${conversationId}`) ?? [];
  }

  /** Whether a turn of a tenant is not in the database yet. */
  hasTurnsOf(tenant: string): boolean {
    for (const key of this.#turns.keys()) if (key.startsWith(`${tenant}/`)) return true;
    return false;
  }

  /** The latest version of an answer, if it is not in the database yet. */
  unwrittenAnswer(tenant: string, id: string): StoredAnswer | undefined {
    return this.#answers.get(`${tenant}/${id}`);
  }

  /** Resolves when nothing waits to be written any more. */
  flush(): Promise<void> {
    return this.#outbox.flush();
  }

  #remember(entry: JournalEntry): void {
    if (entry.kind === 'turn') {
      const key = `${entry.tenant}/${entry.conversationId}`;
      const turns = this.#turns.get(key);
      if (turns === undefined) this.#turns.set(key, [entry.turn]);
      else turns.push(entry.turn);
    } else if (entry.kind === 'answer') {
      this.#answers.set(`${entry.tenant}/${entry.answer.id}`, entry.answer);
    }
  }

  #forget(entry: JournalEntry): void {
    if (entry.kind === 'turn') {
      const key = `${entry.tenant}/${entry.conversationId}`;
      const rest = (this.#turns.get(key) ?? []).filter(({ id }) => id !== entry.turn.id);
      if (rest.length === 0) this.#turns.delete(key);
      else this.#turns.set(key, rest);
    } else if (entry.kind === 'answer') {
      const key = `${entry.tenant}/${entry.answer.id}`;
      if (this.#answers.get(key) === entry.answer) this.#answers.delete(key);
    }
  }
}

/** As `JSON.stringify`, without writing an answer once more. */
function encode(entry: JournalEntry): string | Uint8Array {
  if (entry.kind !== 'answer') return JSON.stringify(entry);
  const { answer, ...rest } = entry;
  const head = Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"answer":`);
  return Buffer.concat([head, answerJson(answer), CLOSING_BRACE]);
}
const CLOSING_BRACE = Buffer.from('}');

/** Roughly, in memory: what it refers to is held until it is written. */
function bytesOf(entry: JournalEntry): number {
  const { kind } = entry;
  if (kind === 'answer') return 16 * ENTRY_BYTES;
  if (kind === 'turn') return ENTRY_BYTES + entry.turn.question.length * 2;
  if (kind === 'feedback') return ENTRY_BYTES + (entry.feedback.text?.length ?? 0) * 2;
  return 2 * ENTRY_BYTES + (kind === 'audit' ? (entry.event.answer?.question?.length ?? 0) * 2 : 0);
}
