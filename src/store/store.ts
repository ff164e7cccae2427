import { setTimeout as pause } from 'node:timers/promises';

import { CompiledQuery, Kysely, type Dialect, type Transaction } from 'kysely';

import { reasonOf, type Clock } from '../core/index.js';

import { WalCheckpointer } from './wal-checkpointer.js';
import { isMigrated, migrate, type DatabaseKind } from './migrations.js';
import { OutboxFile } from './outbox-file.js';
import { connectForMigration, connectPostgres, isAway, type PostgresOptions } from './postgres.js';
import type { Application, RowValues, Work } from './row-statement.js';
import { isFaultOfRows } from './fault-of-rows.js';
import { IN_MEMORY, SqliteFile } from './sqlite.js';
import { StoreUnavailableError } from './store.errors.js';
import type { Tables } from './tables.js';

/** Where the tables are. */
export type StoreOptions =
  | {
      readonly kind: 'sqlite';
      /** Absolute, or `:memory:`. */
      readonly file: string;
    }
  | ({ readonly kind: 'postgres' } & PostgresOptions);

/** Why what waits to be written does not survive the process. */
export interface OutboxAbsence {
  /** In plain words, where that is not as configured. */
  readonly problem: string | undefined;
}

interface Opened {
  /** For messages; without what is secret. */
  readonly name: string;
  readonly dialect: Dialect;
  /** Runs work in one transaction. */
  readonly transact: <T>(work: Work<T>, db: Kysely<Tables>) => Promise<T>;
  readonly sync: () => Promise<void>;
  /** Ends background activity, before the database is closed. */
  readonly stop: () => Promise<void>;
  /** For migrations, where they need a connection of their own. */
  readonly migrating: () => Promise<Dialect | undefined>;
  /** Lets queries through, once the tables are as this program needs them. */
  readonly admit: () => void;
}

/** How a database is opened. */
export interface OpeningOptions {
  /** Where what waits to be written survives the process; without it, it does not. */
  readonly outboxFolder?: string | undefined;
  /**
   * Whether to open a PostgreSQL that is away: until it is back, queries reject and what is to be written waits, as when
   * it goes away later. @default false
   */
  readonly mayBeAway?: boolean;
  /** Told in plain words what is waited for. */
  readonly onNotice?: (notice: string) => void;
  /** How long to wait for another process that migrates, milliseconds. @default nine minutes, less than the Job may take */
  readonly lockWaitMs?: number;
}

/** For reaching the database at the start, and between two attempts, milliseconds. */
const START_MS = 6_000;
const RETRY_START_MS = 100;
/** Between two attempts to reach one that was away at the start. */
const RETRY_AWAY_MS = 1_000;
const LOCK_WAIT_MS = 540_000;
/** For writing what still waits at the end of the process, milliseconds. */
const LAST_FLUSH_MS = 5_000;

/** The tables of this service: embedded SQLite, or PostgreSQL; the same tables and queries in both. */
export class Store {
  readonly #flushes = new Set<() => Promise<void>>();
  #isClosed = false;

  private constructor(
    /** For queries; {@link isFaultOfRows} classifies their errors. */
    readonly db: Kysely<Tables>,
    readonly kind: DatabaseKind,
    private readonly opened: Opened,
    /** Where what waits to be written survives the process; its absence says why it does not. */
    readonly outbox: OutboxFile | OutboxAbsence,
  ) {}

  /**
   * Opens the database and brings its tables up to date.
   *
   * @throws {SchemaTooNewError} `SCHEMA_TOO_NEW`, if a later version of the program has used it.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if it cannot be reached.
   * @throws {MigrationLockedError} `MIGRATION_LOCKED`, if another process migrates it for too long.
   */
  static async open(options: StoreOptions, clock: Clock, opening: OpeningOptions = {}): Promise<Store> {
    const opened = options.kind === 'sqlite' ? openSqlite(options.file, clock) : await openPostgres(options);
    const db = new Kysely<Tables>({ dialect: opened.dialect });
    const store = new Store(db, options.kind, opened, openOutbox(opening.outboxFolder));
    try {
      await store.#prepare(clock, opening);
      return store;
    } catch (error) {
      await store.close().catch(() => undefined);
      throw error;
    }
  }

  /** Retries, because a database that starts with us may be slower. */
  async #prepare(clock: Clock, opening: OpeningOptions): Promise<void> {
    const retryUntil = clock.now() + START_MS;
    for (;;) {
      try {
        await this.#migrate(opening);
        this.opened.admit();
        return;
      } catch (error) {
        if (this.isFaultOfRows(error)) throw error;
        if (clock.now() >= retryUntil) {
          if (opening.mayBeAway !== true || !isAway(error)) throw unusable(this.opened.name, error);
          opening.onNotice?.(
            `${this.opened.name} is away: answers wait to be stored until it is back. ${reasonOf(error)}`,
          );
          void this.#prepareLater(opening);
          return;
        }
        // Unlike timers of the clock, this one holds the process alive.
        await pause(RETRY_START_MS);
      }
    }
  }

  async #prepareLater(opening: OpeningOptions): Promise<void> {
    let noticed: string | undefined;
    while (!this.#isClosed) {
      try {
        await this.#migrate(opening);
        this.opened.admit();
        opening.onNotice?.(`${this.opened.name} is back`);
        return;
      } catch (error) {
        const reason = reasonOf(error);
        if (!isAway(error) && reason !== noticed) {
          noticed = reason;
          opening.onNotice?.(`${this.opened.name} cannot be used: ${reason}`);
        }
        await pause(RETRY_AWAY_MS, undefined, { ref: false });
      }
    }
  }

  /** Most starts find the tables as they should be, and need neither a lock nor the right to change them. */
  async #migrate({ lockWaitMs = LOCK_WAIT_MS, onNotice }: OpeningOptions): Promise<void> {
    const dialect = await this.opened.migrating();
    const db = dialect === undefined ? this.db : new Kysely<Tables>({ dialect });
    try {
      if (await isMigrated(db, this.kind)) return;
      await migrate(db, this.kind, { waitMs: lockWaitMs, ...(onNotice === undefined ? {} : { onNotice }) });
    } finally {
      if (dialect !== undefined) await db.destroy();
    }
  }

  /** Whether other replicas work with the same tables. */
  get isShared(): boolean {
    return this.kind === 'postgres';
  }

  /** Whether a statement failed for what it was to write, and not because the database is not as it should be. */
  isFaultOfRows(error: unknown): boolean {
    return isFaultOfRows(error, this.kind);
  }

  /** Runs `work` in one transaction: all of it happens or nothing. */
  transaction<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.db.transaction().execute(work);
  }

  /** Runs work over many rows in one transaction: all of it happens or nothing. */
  write<T>(work: Work<T>): Promise<T> {
    return this.opened.transact(work, this.db);
  }

  /**
   * The outcome of a query.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the database does not answer it.
   */
  async read<T>(query: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    try {
      return await query(this.db);
    } catch (error) {
      if (this.isFaultOfRows(error)) throw error;
      throw new StoreUnavailableError('the database does not answer', 1_000, { cause: error });
    }
  }

  /** Resolves once everything committed so far will survive a loss of power. */
  sync(): Promise<void> {
    return this.opened.sync();
  }

  /** @param flush Writes what still waits, before the database is closed. */
  beforeClose(flush: () => Promise<void>): void {
    this.#flushes.add(flush);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const done = new AbortController();
    const flushed = Promise.all([...this.#flushes].map((flush) => flush())).finally(() => done.abort());
    // What is not written by then stays in the file of the outbox; without one it is lost.
    await Promise.race([flushed, pause(LAST_FLUSH_MS, undefined, { signal: done.signal }).catch(() => undefined)]);
    await this.opened.stop();
    await this.db.destroy();
    if (this.outbox instanceof OutboxFile) this.outbox.close();
  }
}

/** The database is of more use without it than not at all. */
function openOutbox(folder: string | undefined): OutboxFile | OutboxAbsence {
  if (folder === undefined) return { problem: undefined };
  try {
    return OutboxFile.open(folder);
  } catch (error) {
    return { problem: `${folder} cannot be written: ${reasonOf(error)}` };
  }
}

function unusable(name: string, error: unknown): StoreUnavailableError {
  return new StoreUnavailableError(`${name} cannot be used: ${reasonOf(error)}`, 1_000, { cause: error });
}

/** @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the file cannot be opened. */
function openFile(path: string): SqliteFile {
  try {
    return new SqliteFile(path);
  } catch (error) {
    throw unusable(`the database file ${path}`, error);
  }
}

function openSqlite(path: string, clock: Clock): Opened {
  const file = openFile(path);
  const checkpoints = new WalCheckpointer(path, clock);
  if (path !== IN_MEMORY) checkpoints.start();
  return {
    name: `the database file ${path}`,
    dialect: file.dialect,
    // The connection is taken exclusively: its holder may be between two statements of a transaction.
    transact: (work, db) => db.connection().execute(async () => file.transact(work)),
    sync: () => file.sync(),
    stop: () => checkpoints.stop(),
    migrating: async () => undefined,
    admit: () => undefined,
  };
}

async function openPostgres(options: PostgresOptions): Promise<Opened> {
  // The server synchronizes its log before it confirms a commit.
  const [sync, stop] = [async () => undefined, async () => undefined];
  let isChecked = false;
  const dialect = await connectPostgres(options, () => isChecked);
  return {
    name: 'the database of DATABASE_URL',
    dialect,
    transact: transactPostgres,
    sync,
    stop,
    migrating: () => connectForMigration(options),
    admit: () => (isChecked = true),
  };
}

function transactPostgres<T>(work: Work<T>, db: Kysely<Tables>): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    let step = work.next([]);
    while (step.done !== true) {
      const { rows } = await transaction.executeQuery(
        CompiledQuery.raw(step.value.statement.postgres, arraysOf(step.value)),
      );
      step = work.next(rows);
    }
    return step.value;
  });
}

/** The values of each column. */
function arraysOf({ statement, rows }: Application): unknown[] {
  return Array.from({ length: statement.width }, (_, column) => rows.map((row) => textIn(row[column])));
}

/** An array of texts takes no bytes. */
function textIn(value: RowValues[number] | undefined): unknown {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString() : value;
}
