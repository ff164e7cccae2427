import { expect, it } from '@jest/globals';
import { Kysely, sql } from 'kysely';
import pg from 'pg';

import { Journal } from '../../src/conversations/index.js';
import { newId, SystemClock } from '../../src/core/index.js';
import { isMigrated, migrate } from '../../src/store/migrations.js';
import { connectForMigration } from '../../src/store/postgres.js';
import { SchemaTooNewError, Store, type StoreOptions, type Tables } from '../../src/store/index.js';
import { describeWith, postgresServer, startPostgres } from '../support/services.js';
import { DATABASES, newPostgresDatabase, POSTGRES_DEFAULTS } from '../support/stores.js';

const clock = new SystemClock();
const OUTBOX = { maxEntries: 100, maxBytes: 1_000_000, lingerMs: 0 };

/** As if the next version of the program had migrated the tables. */
async function migrateFurther({ db, kind }: Store, compatibleFrom: number): Promise<void> {
  const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(db);
  const known = rows[0]?.version ?? 0;
  const migrations = [...Array<() => string[]>(known).fill(() => []), () => ['alter table turns add column mood text']];
  await migrate(db, kind, { waitMs: 0, migrations, compatibleFrom: compatibleFrom + known });
}

for (const { name, program, create } of DATABASES) {
  describeWith(program, `tables in ${name} that the next version has migrated`, () => {
    it('are used by this version as before, where it is compatible', async () => {
      const database = await create();
      try {
        const first = await database.open();
        await migrateFurther(first, 0);
        await first.close();
        const store = await database.open();
        const journal = new Journal(OUTBOX, store, clock);
        journal.record({ kind: 'deletion', tenant: 'acme', conversationId: newId('cnv'), at: 1 });
        await journal.flush();
        expect(journal.state).toMatchObject({ entries: 0, isBlocked: false });
        await store.close();
      } finally {
        await database.remove();
      }
    });

    it('are refused where something it needs is gone', async () => {
      const database = await create();
      try {
        const first = await database.open();
        await migrateFurther(first, 1);
        await first.close();
        await expect(database.open()).rejects.toBeInstanceOf(SchemaTooNewError);
      } finally {
        await database.remove();
      }
    });

    it('keep what the version in between stored after it was rolled back', async () => {
      const database = await create();
      try {
        const store = await database.open();
        await migrateFurther(store, 0);
        expect(await isMigrated(store.db, store.kind)).toBe(true);
        const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(store.db);
        await store.close();
        const again = await database.open();
        expect((await sql<{ version: number }>`select version from schema_version`.execute(again.db)).rows).toEqual(
          rows,
        );
        await again.close();
      } finally {
        await database.remove();
      }
    });
  });
}

describeWith(postgresServer, 'a migration of PostgreSQL', () => {
  const optionsOf = (url: string): StoreOptions & { kind: 'postgres' } => ({
    kind: 'postgres',
    url,
    ...POSTGRES_DEFAULTS,
  });

  it('may take longer than a statement of the service', async () => {
    const { url, remove } = await newPostgresDatabase();
    try {
      const dialect = await connectForMigration({ ...optionsOf(url), statementTimeoutMs: 50 });
      const db = new Kysely<Tables>({ dialect });
      await migrate(db, 'postgres', { waitMs: 0, migrations: [() => ['select pg_sleep(0.7)']] });
      expect(await isMigrated(db, 'postgres', 1)).toBe(true);
      await db.destroy();
    } finally {
      await remove();
    }
  });

  it('names who holds its lock, waits as long as it may, and gives up then', async () => {
    const { url, remove } = await newPostgresDatabase();
    const holder = new pg.Client({ connectionString: url, application_name: 'other-replica' });
    try {
      await holder.connect();
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock($1)', [0x636c6469]);
      const notices: string[] = [];
      const onNotice = (notice: string) => notices.push(notice);
      await expect(Store.open(optionsOf(url), clock, { lockWaitMs: 300, onNotice })).rejects.toThrow(
        /cannot be migrated: it is locked by process \d+ of "other-replica" at 127\.0\.0\.1/,
      );
      expect(notices).toEqual([expect.stringContaining('waits for process')]);
      const opening = Store.open(optionsOf(url), clock, { lockWaitMs: 60_000 });
      await holder.query('rollback');
      await (await opening).close();
    } finally {
      await holder.end();
      await remove();
    }
  });

  it('needs no right to change tables that are as they should be', async () => {
    const { url, remove } = await newPostgresDatabase();
    const role = `reader_${process.pid}`;
    try {
      const store = await Store.open(optionsOf(url), clock);
      await sql
        .raw(`create role ${role} login; grant select on all tables in schema public to ${role}`)
        .execute(store.db);
      await store.close();
      const limited = new URL(url);
      limited.username = role;
      await (await Store.open(optionsOf(limited.href), clock)).close();
      const admin = new pg.Client(url);
      await admin.connect();
      await admin.query(`drop owned by ${role}; drop role ${role}`);
      await admin.end();
    } finally {
      await remove();
    }
  });
});

describeWith(postgresServer, 'a PostgreSQL that is away at the start', () => {
  it('is waited for by a service that goes on without it, and used once it is back', async () => {
    const postgres = await startPostgres({ fsync: 'off' });
    const notices: string[] = [];
    try {
      await postgres.stop('SIGINT');
      const options = { kind: 'postgres', url: postgres.url, ...POSTGRES_DEFAULTS } as const;
      await expect(Store.open(options, clock)).rejects.toThrow(/cannot be used: .*ECONNREFUSED/);
      const store = await Store.open(options, clock, { mayBeAway: true, onNotice: (notice) => notices.push(notice) });
      const journal = new Journal(OUTBOX, store, clock);
      journal.record({ kind: 'deletion', tenant: 'acme', conversationId: newId('cnv'), at: 1 });
      await postgres.start();
      await journal.flush();
      expect(journal.state).toMatchObject({ entries: 0, isBlocked: false });
      expect(notices).toEqual([expect.stringContaining('is away'), expect.stringContaining('is back')]);
      await store.close();
    } finally {
      await postgres.remove();
    }
  });
});
