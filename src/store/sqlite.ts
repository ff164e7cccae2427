import { constants, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';

import { makePrivate } from './private-file.js';
import type { Application, Work } from './row-statement.js';

/** Prepared statements cached; the program has about 30, and one for every size of a group. */
const MAX_STATEMENTS = 500;
/** For a lock that another process holds; a group that does not get it is retried. */
const BUSY_TIMEOUT_MS = 50;

/** Read-only, I/O error, damaged, cannot be opened, no database. @see https://sqlite.org/rescode.html */
const OF_FILE: ReadonlySet<number> = new Set([8, 10, 11, 14, 26]);

/** In the memory of this process, gone with it. */
export const IN_MEMORY = ':memory:';

/**
 * SQLite through `node:sqlite`, in the shape that Kysely asks for.
 *
 * Statements run on the calling thread: a group commit takes a millisecond or two, because nothing waits for the disk.
 * The write-ahead log is copied into the file by {@link WalCheckpointer}, and {@link sync} waits for the disk.
 */
export class SqliteFile implements SqliteDatabase {
  #db: DatabaseSync;
  readonly #statements = new Map<string, SqliteStatement>();
  /** Whether the file was found damaged or out of reach: what is cached of it may be wrong for ever. */
  #isSuspect = false;

  constructor(readonly path: string) {
    if (path !== IN_MEMORY) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#db = opened(path);
  }

  get dialect(): SqliteDialect {
    return new SqliteDialect({ database: this });
  }

  prepare(sql: string): SqliteStatement {
    if (this.#isSuspect && !this.#db.isTransaction) this.#reopen();
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#prepare(sql);
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    this.#statements.set(sql, prepared);
    return prepared;
  }

  /** An operator may have mended the file, or put another in its place. */
  #reopen(): void {
    const suspect = this.#db;
    this.#db = opened(this.path);
    this.#statements.clear();
    this.#isSuspect = false;
    // Only now: the last to close it would copy the log into a file that may not be whole.
    suspect.close();
  }

  #noteError(error: unknown): void {
    const isOfFile = typeof error === 'object' && error !== null && 'errcode' in error;
    if (isOfFile && this.path !== IN_MEMORY) this.#isSuspect ||= OF_FILE.has(Number(error.errcode) & 0xff);
  }

  #prepare(sql: string): SqliteStatement {
    try {
      return this.#prepared(sql);
    } catch (error) {
      this.#noteError(error);
      throw error;
    }
  }

  #prepared(sql: string): SqliteStatement {
    const onError = (error: unknown) => this.#noteError(error);
    // A transaction that becomes a writer only half-way may lose against another writer.
    if (sql === 'begin') return new PreparedStatement(this.#db.prepare('begin immediate'), onError);
    if (sql !== 'rollback') return new PreparedStatement(this.#db.prepare(sql), onError);
    // SQLite has rolled back itself when the disk was full: that error is the one to report.
    const rollback = new PreparedStatement(this.#db.prepare(sql), onError);
    const run = rollback.run.bind(rollback);
    rollback.run = (parameters) => (this.#db.isTransaction ? run(parameters) : { changes: 0, lastInsertRowid: 0 });
    return rollback;
  }

  /** Runs all of the work in one transaction, or nothing, before it returns. */
  transact<T>(work: Work<T>): T {
    this.prepare('begin').run([]);
    try {
      let step = work.next([]);
      while (step.done !== true) step = work.next(this.#apply(step.value));
      this.prepare('commit').run([]);
      return step.value;
    } catch (error) {
      this.prepare('rollback').run([]);
      throw error;
    }
  }

  #apply({ statement, rows }: Application): readonly unknown[] {
    const prepared = this.prepare(statement.sqlite);
    if (statement.sqliteReread !== undefined) {
      const reread = this.prepare(statement.sqliteReread);
      return rows.flatMap((row) => (Number(prepared.run(row).changes) === 0 ? [] : reread.all(statement.keyOf(row))));
    }
    if (prepared.reader) return rows.flatMap((row) => prepared.all(row));
    for (const row of rows) prepared.run(row);
    return [];
  }

  /** Resolves once everything committed so far is on the disk, without blocking this thread. */
  async sync(): Promise<void> {
    if (this.path === IN_MEMORY) return;
    // What is committed is in the log: synchronizing that file is enough.
    const log = await open(`${this.path}-wal`, constants.O_RDWR);
    try {
      await log.datasync();
    } finally {
      await log.close();
    }
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }
}

class PreparedStatement implements SqliteStatement {
  readonly reader: boolean;

  constructor(
    private readonly statement: StatementSync,
    private readonly onError: (error: unknown) => void,
  ) {
    this.reader = statement.columns().length > 0;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return this.#watched(() => this.statement.all(...(parameters as SQLInputValue[])));
  }

  run(parameters: readonly unknown[]) {
    return this.#watched(() => this.statement.run(...(parameters as SQLInputValue[])));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.statement.iterate(...(parameters as SQLInputValue[]));
  }

  #watched<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.onError(error);
      throw error;
    }
  }
}

function opened(path: string): DatabaseSync {
  if (path !== IN_MEMORY) makePrivate(path);
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 0');
  return db;
}
