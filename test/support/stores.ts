import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

const POSTGRES_DEFAULTS = {
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

async function postgresDatabase(): Promise<TestDatabase> {
  const server = await startPostgres({ fsync: 'off' });
  const options: StoreOptions = { kind: 'postgres', url: server.url, ...POSTGRES_DEFAULTS };
  return { options, open: () => Store.open(options, new SystemClock()), remove: () => server.remove() };
}

/** Every database the service runs on: its name, the program it needs, and how to get one. */
export const DATABASES = [
  { name: 'SQLite', program: process.execPath, create: sqliteDatabase },
  { name: 'PostgreSQL', program: postgresServer, create: postgresDatabase },
] as const;
