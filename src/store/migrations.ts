import { setTimeout as pause } from 'node:timers/promises';

import { sql, type Kysely, type Transaction } from 'kysely';

import { MigrationLockedError, SchemaTooNewError } from './store.errors.js';
import type { Tables } from './tables.js';

export type DatabaseKind = 'sqlite' | 'postgres';

/** How the dialects differ. */
interface Dialect {
  /** A key column: compared byte by byte. */
  readonly key: string;
  /** The same for a column that was added later, and is null in the rows before it. */
  readonly laterKey: string;
  /** An integer of 64 bits. */
  readonly integer: string;
  /** After a table whose rows are found by their primary key only. */
  readonly keyed: string;
}

const DIALECTS: Readonly<Record<DatabaseKind, Dialect>> = {
  sqlite: { key: 'text not null', laterKey: 'text', integer: 'integer', keyed: 'without rowid' },
  postgres: { key: 'text collate "C" not null', laterKey: 'text collate "C"', integer: 'bigint', keyed: '' },
};

/** Serializes migrations between replicas that start at once. */
const MIGRATION_LOCK = 0x636c6469;

/** How long a statement of a migration waits for a lock, before those that queue behind it are let through. */
const LOCK_TIMEOUT = '5s';
/** Between two attempts to get a lock, milliseconds. */
const LOCK_RETRY_MS = 250;
/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * The lowest schema version whose program works with the tables as the last migration leaves them.
 *
 * Tables change in two steps, so that a release and the one before it run side by side and a rollback needs nothing:
 * first a release adds what is new and writes both, then the next one takes away what is old, and raises this number.
 */
export const COMPATIBLE_FROM = 1;

/** Every change of the tables, in order; a released one is never edited. */
const MIGRATIONS: readonly ((dialect: Dialect) => readonly string[])[] = [
  ({ key, integer, keyed }) => [
    `create table conversations (
      tenant ${key}, id ${key}, title text not null, summary text not null, turns ${integer} not null,
      created_at ${integer} not null, updated_at ${integer} not null, deleted_at ${integer}, primary key (tenant, id)) ${keyed}`,
    `create table turns (
      tenant ${key}, conversation_id ${key}, seq ${integer} not null, body text not null,
      primary key (tenant, conversation_id, seq)) ${keyed}`,
    `create table answers (
      tenant ${key}, id ${key}, conversation_id ${key}, version ${integer} not null, body text not null,
      primary key (tenant, id)) ${keyed}`,
    `create index answers_by_conversation on answers (tenant, conversation_id)`,
    `create table audit (
      tenant ${key}, seq ${integer} not null, at ${integer} not null, hash text not null, body text not null,
      primary key (tenant, seq)) ${keyed}`,
    `create table audit_heads (
      tenant ${key}, seq ${integer} not null, hash text not null, anchor_seq ${integer} not null,
      anchor_hash text not null, primary key (tenant)) ${keyed}`,
    `create table api_keys (
      id ${key}, tenant ${key}, label text not null, prefix ${key}, sha256 text not null, entitlements text not null,
      created_at ${integer} not null, expires_at ${integer}, revoked_at ${integer}, primary key (id)) ${keyed}`,
    `create unique index api_keys_by_prefix on api_keys (prefix)`,
    `create index api_keys_by_tenant on api_keys (tenant, id)`,
    `create table idempotency (
      tenant ${key}, subject ${key}, key ${key}, fingerprint text not null, response text,
      expires_at ${integer} not null, primary key (tenant, subject, key)) ${keyed}`,
    `create index idempotency_by_expiry on idempotency (expires_at)`,
    `create table commits (id ${key}, at ${integer} not null, primary key (id)) ${keyed}`,
    `create index commits_by_time on commits (at)`,
  ],
  ({ key, integer, keyed }) => [
    `create table set_aside (
      id ${key}, at ${integer} not null, reason text not null, entry text not null, primary key (id)) ${keyed}`,
  ],
  ({ key, laterKey, integer, keyed }) => [
    `alter table turns add column id ${laterKey}`,
    `alter table turns add column subject ${laterKey}`,
    `create index turns_by_subject on turns (tenant, subject, id)`,
    `create table feedback (
      tenant ${key}, answer_id ${key}, subject ${key}, conversation_id ${key}, at ${integer} not null, body text not null,
      primary key (tenant, answer_id, subject)) ${keyed}`,
    `create index feedback_by_conversation on feedback (tenant, conversation_id)`,
    `create index feedback_by_time on feedback (at)`,
  ],
];

/** What a migration is run with. */
export interface MigrationOptions {
  /** How long to wait for the lock that another process holds, milliseconds. */
  readonly waitMs: number;
  /** Told in plain words what is waited for. */
  readonly onNotice?: (notice: string) => void;
  readonly migrations?: typeof MIGRATIONS;
  readonly compatibleFrom?: number;
}

/**
 * Whether the tables are as this program needs them: of its version, or of a later one that it works with.
 *
 * @throws {SchemaTooNewError} `SCHEMA_TOO_NEW`, if a later version of the program has migrated them beyond that.
 */
export async function isMigrated(db: Kysely<Tables>, kind: DatabaseKind, known = MIGRATIONS.length): Promise<boolean> {
  const { compatibleFrom, version } = await schemaOf(db, kind);
  if (version <= known) return version === known;
  if (known < compatibleFrom) throw new SchemaTooNewError(version, known);
  return true;
}

/**
 * Brings the tables to the version of this program; several replicas may start at once.
 *
 * @param db Without a limit for statements: copying a large table takes minutes.
 * @throws {SchemaTooNewError} `SCHEMA_TOO_NEW`, if a later version of the program has migrated the database.
 * @throws {MigrationLockedError} `MIGRATION_LOCKED`, if another process does not finish in time.
 */
export async function migrate(db: Kysely<Tables>, kind: DatabaseKind, options: MigrationOptions): Promise<void> {
  const giveUpAt = performance.now() + options.waitMs;
  for (let noticed = ''; ;) {
    const holder = await attempt(db, kind, options);
    if (holder === undefined) return;
    if (performance.now() >= giveUpAt) throw new MigrationLockedError(holder);
    if (holder !== noticed) options.onNotice?.(`the migration of the database waits for ${holder}`);
    noticed = holder;
    await pause(LOCK_RETRY_MS);
  }
}

/** @returns who holds the lock; undefined when the tables are migrated. */
async function attempt(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { compatibleFrom = COMPATIBLE_FROM, migrations = MIGRATIONS }: MigrationOptions,
): Promise<string | undefined> {
  try {
    return await db.transaction().execute(async (transaction) => {
      // SQLite begins every transaction as a writer, which is lock enough.
      if (kind === 'postgres') {
        const holder = await lock(transaction);
        if (holder !== undefined) return holder;
      }
      if (await isMigrated(transaction, kind, migrations.length)) return undefined;
      await sql`create table if not exists schema_version (version integer not null)`.execute(transaction);
      await sql`create table if not exists schema_compatibility (compatible_from integer not null)`.execute(
        transaction,
      );
      const { version } = await schemaOf(transaction, kind);
      for (const statements of migrations.slice(version)) {
        for (const statement of statements(DIALECTS[kind])) await sql.raw(statement).execute(transaction);
      }
      await sql`delete from schema_version`.execute(transaction);
      await sql`insert into schema_version (version) values (${migrations.length})`.execute(transaction);
      await sql`delete from schema_compatibility`.execute(transaction);
      await sql`insert into schema_compatibility (compatible_from) values (${compatibleFrom})`.execute(transaction);
      return undefined;
    });
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === LOCK_NOT_AVAILABLE) {
      return 'a transaction that uses one of its tables';
    }
    throw error;
  }
}

/** Takes the lock of migrations for a transaction. @returns who holds it; undefined when it is taken. */
async function lock(transaction: Transaction<Tables>): Promise<string | undefined> {
  await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT)}`.execute(transaction);
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as taken`.execute(
    transaction,
  );
  if (rows[0]?.taken === true) return undefined;
  const { rows: holders } = await sql<{ holder: string }>`
    select format('process %s of "%s" at %s, which migrates it since %s', a.pid, a.application_name,
      coalesce(host(a.client_addr), 'this machine'), to_char(a.xact_start at time zone 'UTC', 'HH24:MI:SS "UTC"')) as holder
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and l.objid = ${MIGRATION_LOCK}`.execute(transaction);
  return holders[0]?.holder ?? 'another process, which migrates it';
}

interface Schema {
  readonly version: number;
  readonly compatibleFrom: number;
}

/** Of an empty database version 0. */
async function schemaOf(db: Kysely<Tables>, kind: DatabaseKind): Promise<Schema> {
  const version = (await numberIn(db, kind, 'schema_version', 'version')) ?? 0;
  // Programs that did not know the table knew no later version either.
  const compatibleFrom = (await numberIn(db, kind, 'schema_compatibility', 'compatible_from')) ?? version;
  return { version, compatibleFrom };
}

async function numberIn(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  table: string,
  column: string,
): Promise<number | undefined> {
  const exists =
    kind === 'postgres'
      ? sql<{ found: unknown }>`select to_regclass(${table}) as found`
      : sql<{ found: unknown }>`select (select name from sqlite_master where name = ${table}) as found`;
  if ((await exists.execute(db)).rows[0]?.found == null) return undefined;
  const { rows } = await sql<{ value: number }>`select ${sql.ref(column)} as value from ${sql.table(table)}`.execute(
    db,
  );
  return rows[0]?.value;
}
