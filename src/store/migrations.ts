import { sql, type Kysely, type Transaction } from 'kysely';

import { SchemaTooNewError } from './store.errors.js';
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

/**
 * Brings the tables to the version of this program; several replicas may start at once.
 *
 * @throws {SchemaTooNewError} `SCHEMA_TOO_NEW`, if a later version of the program has migrated the database.
 */
export async function migrate(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  migrations: typeof MIGRATIONS = MIGRATIONS,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // SQLite begins every transaction as a writer, which is lock enough.
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction);
    await sql`create table if not exists schema_version (version integer not null)`.execute(transaction);
    const found = await versionOf(transaction);
    if (found > migrations.length) throw new SchemaTooNewError(found, migrations.length);
    if (found === migrations.length) return;
    for (const statements of migrations.slice(found)) {
      for (const statement of statements(DIALECTS[kind])) await sql.raw(statement).execute(transaction);
    }
    await sql`delete from schema_version`.execute(transaction);
    await sql`insert into schema_version (version) values (${migrations.length})`.execute(transaction);
  });
}

async function versionOf(transaction: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(transaction);
  return rows[0]?.version ?? 0;
}
