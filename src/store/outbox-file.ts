import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

import { makePrivate } from './private-file.js';

/** An entry that an earlier process took and did not see written. */
export interface UnwrittenEntry {
  readonly seq: number;
  readonly text: string;
  /** The group it was being written with, which may have been committed. */
  readonly groupId: string | undefined;
}

/** Processes that use one folder at once. */
const MAX_FILES = 64;

const SCHEMA = `
pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -256;
begin immediate;
create table if not exists entries (seq integer primary key, entry text not null);
create table if not exists flights (id text primary key, first integer not null, last integer not null) without rowid;
commit`;

/**
 * What an outbox has taken and not written yet, in a file that outlives the process.
 *
 * A row is with the operating system when {@link append} returns: it survives the end of the process, not of the
 * machine. The file is a SQLite database, which this process holds locked: the kernel releases it with the process, and
 * the next one that starts in the folder takes over what it finds.
 *
 * @remarks An insertion takes about 15 µs, of this thread.
 */
export class OutboxFile {
  /** By the number of entries: a turn and its event are one statement. */
  readonly #insertions = new Map<number, StatementSync>();
  readonly #begin: readonly [
    begin: StatementSync,
    entries: StatementSync,
    flights: StatementSync,
    flight: StatementSync,
  ];
  readonly #commit: StatementSync;
  #lastSeq: number;
  /** Whether it could not be written: nothing more is promised until the outbox is empty and it works again. */
  #isBroken = false;

  private constructor(
    private readonly db: DatabaseSync,
    /** In the order in which they were taken. */
    readonly unwritten: readonly UnwrittenEntry[],
  ) {
    this.#commit = db.prepare('commit');
    this.#begin = [
      db.prepare('begin'),
      db.prepare('delete from entries where seq < ?'),
      db.prepare('delete from flights where first <= ?'),
      db.prepare('insert into flights (id, first, last) values (?, ?, ?)'),
    ];
    this.#lastSeq = unwritten.at(-1)?.seq ?? 0;
  }

  /**
   * Opens the first file of the folder that no living process holds, and moves into it what dead ones left in others.
   *
   * @throws {Error} of the file system or SQLite, if the folder cannot be written.
   */
  static open(folder: string): OutboxFile {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    let own: DatabaseSync | undefined;
    for (let n = 1; n <= MAX_FILES; n++) {
      const path = join(folder, `outbox-${n}.db`);
      if (own !== undefined && !existsSync(path)) break;
      const db = locked(path);
      if (db === undefined) continue;
      if (own === undefined) own = db;
      else takeOver(own, db);
    }
    if (own === undefined) throw new Error(`${MAX_FILES} processes use ${folder}`);
    return new OutboxFile(own, unwrittenIn(own));
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Takes entries. @returns the number of the first; undefined if they would not survive this process. */
  append(texts: readonly (string | Uint8Array)[]): number | undefined {
    if (this.#isBroken) return undefined;
    const first = this.#lastSeq + 1;
    const isWritten = this.#try(() => {
      this.#insertion(texts.length).run(...texts.flatMap((text, i) => [first + i, text]));
    });
    if (!isWritten) return undefined;
    this.#lastSeq += texts.length;
    return first;
  }

  /** Notes that a group is about to be written, and forgets the entries before it, which are written. */
  begin(id: string, first: number, last: number): void {
    const [begin, entries, flights, flight] = this.#begin;
    this.#try(() => {
      begin.run();
      entries.run(first);
      flights.run(last);
      flight.run(id, first, last);
      this.#commit.run();
    });
  }

  /** Forgets everything: nothing waits any more. */
  clear(): void {
    if (this.#try(() => this.db.exec('begin; delete from entries; delete from flights; commit')))
      this.#isBroken = false;
  }

  close(): void {
    this.db.close();
  }

  #insertion(entries: number): StatementSync {
    let insertion = this.#insertions.get(entries);
    if (insertion === undefined) {
      const rows = Array.from({ length: entries }, () => '(?, cast(? as text))');
      insertion = this.db.prepare(`insert into entries (seq, entry) values ${rows.join(', ')}`);
      this.#insertions.set(entries, insertion);
    }
    return insertion;
  }

  #try(work: () => void): boolean {
    try {
      work();
      return true;
    } catch {
      this.#isBroken = true;
      try {
        if (this.db.isTransaction) this.db.exec('rollback');
      } catch {
        // Broken all the same.
      }
      return false;
    }
  }
}

/** The file, held by this process; undefined while another holds it. */
function locked(path: string): DatabaseSync | undefined {
  makePrivate(path);
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** Moves what a dead process has left. */
function takeOver(own: DatabaseSync, other: DatabaseSync): void {
  const found = unwrittenIn(other);
  if (found.length > 0) {
    const last = Number(own.prepare('select coalesce(max(seq), 0) as last from entries').get()?.['last'] ?? 0);
    const shift = last + 1 - (found[0]?.seq ?? 0);
    own.exec('begin');
    for (const { seq, text } of found) {
      own.prepare('insert into entries (seq, entry) values (?, ?)').run(seq + shift, text);
    }
    for (const { id, first, last } of flightsIn(other)) {
      own
        .prepare('insert or ignore into flights (id, first, last) values (?, ?, ?)')
        .run(id, first + shift, last + shift);
    }
    own.exec('commit');
    other.exec('begin; delete from entries; delete from flights; commit');
  }
  // The file stays: a process that has just opened it must not be left with one that has no name.
  other.close();
}

function unwrittenIn(db: DatabaseSync): UnwrittenEntry[] {
  const flights = flightsIn(db);
  return db
    .prepare('select seq, entry from entries order by seq')
    .all()
    .map(({ seq, entry }) => ({
      seq: Number(seq),
      text: String(entry),
      groupId: flights.find(({ first, last }) => first <= Number(seq) && Number(seq) <= last)?.id,
    }));
}

function flightsIn(db: DatabaseSync) {
  return db
    .prepare('select id, first, last from flights')
    .all()
    .map(({ id, first, last }) => ({ id: String(id), first: Number(first), last: Number(last) }));
}

function isBusy(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'errcode' in error && [5, 6].includes(Number(error.errcode) & 0xff)
  );
}
