import { chmodSync, copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';

import { StoreUnavailableError } from './store.errors.js';
import { makePrivate } from './private-file.js';

/** Pages copied between two looks at other work; a database of a gigabyte takes some seconds. */
const PAGES_AT_ONCE = 1_000;

/**
 * Copies a database that may be in use into one new file, whole: what was committed when the copy ended.
 *
 * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the target exists, or the copy is not whole.
 */
export async function backUpSqlite(file: string, target: string): Promise<void> {
  if (existsSync(target)) throw new StoreUnavailableError(`${target} exists`);
  if (!existsSync(file)) throw new StoreUnavailableError(`there is no database ${file}`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  makePrivate(partial);
  const source = new DatabaseSync(file, { timeout: 5_000 });
  try {
    await backup(source, partial, { rate: PAGES_AT_ONCE });
    // One file, without a log beside it.
    const copy = new DatabaseSync(partial);
    copy.exec('pragma journal_mode = delete');
    copy.close();
    requireWhole(partial);
    renameSync(partial, target);
  } finally {
    source.close();
    rmSync(partial, { force: true });
  }
}

/**
 * Puts a backup in the place of the database; that one is kept beside it.
 *
 * @param folder Of the service, which must not run.
 * @returns where the database before is; undefined if there was none.
 * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the service runs, or the backup is no whole database of it.
 */
export function restoreSqlite(source: string, file: string, folder: string): string | undefined {
  if (!existsSync(source)) throw new StoreUnavailableError(`there is no backup ${source}`);
  requireWhole(source);
  if (isServed(folder)) throw new StoreUnavailableError('the service runs: stop it before its database is replaced');
  const partial = `${file}.partial`;
  copyFileSync(source, partial);
  chmodSync(partial, 0o600);
  const replaced = existsSync(file) ? `${file}.replaced-${Date.now()}` : undefined;
  if (replaced !== undefined) {
    // With its log, which may hold what is not in the file yet.
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(file + suffix)) renameSync(file + suffix, replaced + suffix);
    }
  }
  renameSync(partial, file);
  return replaced;
}

function requireWhole(path: string): void {
  let found: unknown;
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      found = db.prepare('pragma integrity_check').get()?.['integrity_check'];
      db.prepare('select version from schema_version').get();
    } finally {
      db.close();
    }
  } catch (error) {
    throw new StoreUnavailableError(`${path} is no backup of this service`, 1_000, { cause: error });
  }
  if (found !== 'ok') throw new StoreUnavailableError(`${path} is damaged: ${String(found).slice(0, 200)}`);
}

/** Whether a process has the outbox of the folder, which it holds locked for as long as it lives. */
function isServed(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder)
    .filter((name) => /^outbox-\d+\.db$/.test(name))
    .some((name) => isLocked(join(folder, name)));
}

function isLocked(path: string): boolean {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('begin immediate; rollback');
    return false;
  } catch {
    return true;
  } finally {
    db.close();
  }
}
