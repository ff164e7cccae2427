import { closeSync, copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { Askers, type Acknowledged } from '../support/acknowledged.js';
import { eventually } from '../support/eventually.js';
import { freshMetrics } from '../support/fresh-metrics.js';
import { RunningService } from '../support/running-service.js';
import { describeWith, postgresServer, startPostgres } from '../support/services.js';

const YAML = 'graphql: { enabled: false }\n';
/** Answers that are given while the database refuses everything. */
const ANSWERS = 40;

/** What is stored of answers, by their ids. */
interface Stored {
  readonly answers: ReadonlySet<string>;
  readonly turns: ReadonlySet<string>;
  readonly audited: ReadonlySet<string>;
}

function missingOf(acknowledged: readonly Acknowledged[], { answers, audited, turns }: Stored): string[] {
  const stored = [answers, audited, turns];
  return acknowledged.map(({ id }) => id).filter((id) => !stored.every((ids) => ids.has(id)));
}

async function metric(url: string, name: string): Promise<number> {
  const text = await freshMetrics(url);
  return Number(new RegExp(`^claude_director_${name}(?:\\{\\})? (\\S+)$`, 'm').exec(text)?.[1]);
}

/** Asks while the database refuses, until there are enough answers that say so. */
async function askWhileRefused(replicas: readonly RunningService[]): Promise<Acknowledged[]> {
  const askers = new Askers(replicas.map(({ url }) => url));
  await eventually(() =>
    askers.acknowledged.filter(({ degraded }) => degraded.includes('component="store"')).length >= ANSWERS
      ? true
      : undefined,
  );
  await askers.stop();
  // A busy machine may be overloaded, but nothing is refused for the database.
  expect(askers.refused.filter((code) => code !== 'OVERLOADED')).toEqual([]);
  expect(askers.acknowledged.every(({ durable }) => durable)).toBe(true);
  for (const { url } of replicas) {
    expect(await metric(url, 'store_write_blocked')).toBe(1);
    expect(await metric(url, 'store_blocked_seconds')).toBeGreaterThan(0);
    const ready = await fetch(`${url}/health/ready`);
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 200,
      body: { details: { store: { blocked: true } } },
    });
  }
  return askers.acknowledged;
}

async function untilWritten(replicas: readonly RunningService[]): Promise<void> {
  await Promise.all(
    replicas.map(({ url }) =>
      eventually(async () => ((await metric(url, 'store_outbox_entries')) === 0 ? true : undefined)),
    ),
  );
}

describeWith(postgresServer, 'a PostgreSQL that refuses everything', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres({ fsync: 'off' });
  });
  afterAll(() => postgres.remove());

  /** Runs statements as the administrator, in another database than the one of the service. */
  async function administrate(database: string, ...statements: readonly string[]): Promise<pg.QueryResult[]> {
    const url = new URL(postgres.url);
    url.pathname = `/${database}`;
    const client = new pg.Client(url.href);
    await client.connect();
    const results: pg.QueryResult[] = [];
    for (const statement of statements) results.push(await client.query(statement));
    await client.end();
    return results;
  }

  const kick = `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'director'`;
  const refusals: readonly [name: string, refuse: () => Promise<unknown>, mend: () => Promise<unknown>][] = [
    [
      'its role may not log in (28000)',
      () => administrate('postgres', 'alter role director nologin', kick),
      () => administrate('postgres', 'alter role director login'),
    ],
    [
      'it accepts no connections (55000)',
      () => administrate('postgres', 'alter database director allow_connections false', kick),
      () => administrate('postgres', 'alter database director allow_connections true'),
    ],
    [
      'it was renamed (3D000)',
      () =>
        administrate(
          'postgres',
          'alter database director allow_connections false',
          kick,
          'alter database director rename to away',
          'alter database away allow_connections true',
        ),
      () => administrate('postgres', 'alter database away rename to director'),
    ],
    [
      'grants are revoked (42501)',
      () => administrate('director', 'revoke all on all tables in schema public from director'),
      () => administrate('director', 'grant all on all tables in schema public to director'),
    ],
    [
      'a table is gone (42P01)',
      () => administrate('director', 'alter table commits rename to moved'),
      () => administrate('director', 'alter table moved rename to commits'),
    ],
    [
      'it has no connection left (53300)',
      () => administrate('postgres', 'alter role director connection limit 0', kick),
      () => administrate('postgres', 'alter role director connection limit -1'),
    ],
    ['it is shut down (57P01)', () => postgres.stop('SIGINT'), () => postgres.start()],
    [
      'it is read-only (25006)',
      () => administrate('postgres', 'alter database director set default_transaction_read_only = on', kick),
      () => administrate('postgres', 'alter database director reset default_transaction_read_only', kick),
    ],
  ];

  async function stored(): Promise<Stored> {
    const [answers, turns, audited] = await administrate(
      'director',
      `select id from answers where body <> ''`,
      `select body::json ->> 'answerId' as id from turns`,
      `select body::json -> 'answer' ->> 'answerId' as id from audit`,
    );
    const ids = (result: pg.QueryResult | undefined) => new Set(result?.rows.map(({ id }: { id: string }) => id));
    return { answers: ids(answers), turns: ids(turns), audited: ids(audited) };
  }

  it.each([1, 2])(
    'costs %i replicas nothing that was acknowledged, says so, and is written to afterwards',
    async (n) => {
      await administrate('postgres', `create role director login`, `create database director`);
      // Tables belong to the administrator, so that grants decide.
      const replicas: RunningService[] = [];
      const url = new URL(postgres.url);
      url.pathname = '/director';
      try {
        const env = { DATABASE_URL: url.href };
        const first = await RunningService.start({ yaml: YAML, env });
        await first.stop();
        await administrate(
          'director',
          'grant all on schema public to director',
          'grant all on all tables in schema public to director',
        );
        url.username = 'director';
        for (let i = 0; i < n; i++) {
          replicas.push(await RunningService.start({ yaml: YAML, env: { DATABASE_URL: url.href } }));
        }
        const missing: Record<string, number> = {};
        for (const [name, refuse, mend] of refusals) {
          await refuse();
          const acknowledged = await askWhileRefused(replicas);
          await mend();
          await untilWritten(replicas);
          missing[name] = missingOf(acknowledged, await stored()).length;
          const { id } = acknowledged.at(-1) ?? { id: '' };
          for (const { url } of replicas) expect((await fetch(`${url}/v1/answers/${id}`)).status).toBe(200);
        }
        expect(missing).toEqual(Object.fromEntries(refusals.map(([name]) => [name, 0])));
        for (const { url } of replicas) expect(await metric(url, 'store_write_blocked')).toBe(0);
      } finally {
        for (const replica of replicas) await replica.stop();
        await administrate('postgres', 'drop database if exists director with (force)', 'drop role if exists director');
      }
    },
  );
});

describe('a SQLite file with damaged pages', () => {
  it('costs nothing that was acknowledged once the file is mended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-damaged-'));
    const [file, copy] = [join(folder, 'director.db'), join(folder, 'copy')];
    try {
      const env = { DATA_DIR: folder };
      const before = await RunningService.start({ yaml: YAML, env });
      const askers = new Askers([before.url]);
      await eventually(() => (askers.acknowledged.length > 20 ? true : undefined));
      await askers.stop();
      before.process.kill('SIGTERM');
      await eventually(() => (before.process.exitCode === null ? undefined : true));
      await before.stop();
      const service = await RunningService.start({ yaml: YAML, env });
      copyFileSync(file, copy);
      const pages = readFileSync(file);
      const damaged = openSync(file, 'r+');
      // The first page says what the others are; it has been read.
      writeSync(damaged, Buffer.alloc(pages.length - 4_096, 0xa5), 0, pages.length - 4_096, 4_096);
      const acknowledged = await askWhileRefused([service]);
      writeSync(damaged, pages, 4_096, pages.length - 4_096, 4_096);
      closeSync(damaged);
      await untilWritten([service]);
      const all = [...askers.acknowledged, ...acknowledged];
      for (const { id } of all) expect((await fetch(`${service.url}/v1/answers/${id}`)).status).toBe(200);
      await service.stop();
      const db = new DatabaseSync(file);
      const ids = (query: string) =>
        new Set(
          db
            .prepare(query)
            .all()
            .map(({ id }) => String(id)),
        );
      const stored: Stored = {
        answers: ids(`select id from answers where body <> ''`),
        turns: ids(`select json_extract(body, '$.answerId') as id from turns`),
        audited: ids(`select json_extract(body, '$.answer.answerId') as id from audit`),
      };
      db.close();
      expect(missingOf(all, stored)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
