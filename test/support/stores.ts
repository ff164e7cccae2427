import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { SystemClock } from '../../src/core/index.js';
import { Store, type StoreOptions } from '../../src/store/index.js';

import { postgresServer, startPostgres } from './services.js';

/** A database for a suite. */
export interface TestDatabase {
  readonly options: StoreOptions;
  /** Opens it once more, as another replica would. */
  open(): Promise<Store>;
  remove(): Promise<void>;
}

export const POSTGRES_DEFAULTS = {
  minConnections: 2,
  maxConnections: 10,
  statementTimeoutMs: 2_000,
  connectTimeoutMs: 2_000,
};

async function sqliteDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'director-store-'));
  const options: StoreOptions = { kind: 'sqlite', file: join(folder, 'director.db') };
  return {
    options,
    open: () => Store.open(options, new SystemClock()),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

let shared: Promise<string> | undefined;
let databases = 0;

/**
 * An empty database of its own on the server that the suites of this worker share: the one that TEST_POSTGRES_URL
 * names, or one that is started for the first of them. What stops or freezes a server starts its own.
 */
export async function newPostgresDatabase(): Promise<{ readonly url: string; readonly remove: () => Promise<void> }> {
  shared ??= Promise.resolve(
    process.env['TEST_POSTGRES_URL'] ?? startPostgres({ fsync: 'off' }, true).then((server) => server.url),
  );
  const serverUrl = await shared;
  const name = `director_test_${process.pid}_${++databases}`;
  const run = async (statement: string) => {
    const client = new pg.Client(serverUrl);
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => run(`drop database ${name} with (force)`) };
}

async function postgresDatabase(): Promise<TestDatabase> {
  const database = await newPostgresDatabase();
  const options: StoreOptions = { kind: 'postgres', url: database.url, ...POSTGRES_DEFAULTS };
  return { options, open: () => Store.open(options, new SystemClock()), remove: () => database.remove() };
}

/** Every database the service runs on: its name, the program it needs, and how to get one. */
export const DATABASES = [
  { name: 'SQLite', program: process.execPath, create: sqliteDatabase },
  { name: 'PostgreSQL', program: postgresServer, create: postgresDatabase },
] as const;
