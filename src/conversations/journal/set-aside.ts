import { newId, reasonOf } from '../../core/index.js';
import { RowStatement, type Store, type Tables, type Work } from '../../store/index.js';

import type { JournalEntry } from './journal-entry.js';
import { writeGroup } from './journal-writer.js';

/** An entry that the database refused for what is in it. */
export interface SetAsideEntry {
  readonly id: string;
  readonly at: number;
  /** What the database said. */
  readonly reason: string;
  readonly entry: JournalEntry;
}

const SET_ASIDE = new RowStatement(
  { id: 'text', at: 'integer', reason: 'text', entry: 'text' },
  ({ values }) => `insert into set_aside (id, at, reason, entry) ${values}`,
);
const TAKE_BACK = new RowStatement<Pick<Tables['set_aside'], 'id'>>(
  { id: 'text' },
  ({ table }) => `delete from set_aside where id in (select id from ${table}) returning id`,
);

/** Stores an entry that could not be written, in a form that any database takes. */
export function* setAside(entry: JournalEntry, error: unknown, epochMs: number): Work<void> {
  yield* SET_ASIDE.to([[newId('grp', epochMs), epochMs, inAscii(reasonOf(error)), inAscii(JSON.stringify(entry))]]);
}

/** Entries that were set aside, in the order in which that happened. */
export class SetAsideEntries {
  constructor(private readonly store: Store) {}

  /** @throws {StoreUnavailableError} `STORE_UNAVAILABLE` */
  async list(): Promise<SetAsideEntry[]> {
    const rows = await this.store.read((db) => db.selectFrom('set_aside').selectAll().orderBy('id').execute());
    return rows.map(({ id, at, reason, entry }) => ({ id, at, reason, entry: JSON.parse(entry) as JournalEntry }));
  }

  /**
   * Writes an entry where it belongs; it is not set aside any more then.
   *
   * @throws whatever the database says, if it refuses it again.
   */
  async replay({ id, entry }: SetAsideEntry, epochMs: number): Promise<void> {
    await this.store.write(replayed(id, entry, epochMs));
  }
}

function* replayed(id: string, entry: JournalEntry, epochMs: number): Work<void> {
  const taken = yield* TAKE_BACK.to([[id]]);
  // Another process has replayed it.
  if (taken.length > 0) yield* writeGroup([entry], id, epochMs);
}

/** Text as JSON escapes it, without the characters that a database may refuse. */
function inAscii(text: string): string {
  return text.replaceAll(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
