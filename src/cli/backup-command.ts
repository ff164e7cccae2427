import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { loadConfig } from '../config/index.js';
import { backUpSqlite, restoreSqlite, storeOptionsOf } from '../store/index.js';

import { audit } from './audit-command.js';
import { EXIT, UsageError } from './usage.js';

/** `claude-director backup`: copies the SQLite database of a service, which may be running, into a file. */
export async function backup(args: string[]): Promise<number> {
  const target = fileOf('backup', args);
  await backUpSqlite(sqliteFile('pg_dump').file, target);
  process.stdout.write(`${target}: whole\n`);
  return EXIT.answered;
}

/** `claude-director restore`: puts a backup in the place of the database, and verifies the audit trails in it. */
export async function restore(args: string[]): Promise<number> {
  const source = fileOf('restore', args);
  const { dataDir, file } = sqliteFile('pg_restore');
  const replaced = restoreSqlite(source, file, dataDir);
  if (replaced !== undefined) process.stdout.write(`the database before is ${replaced}\n`);
  return audit(['verify']);
}

function fileOf(command: string, args: string[]): string {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError(`${command} takes one file`);
  return resolve(path);
}

/** @param instead Program for the other database. */
function sqliteFile(instead: string): { readonly dataDir: string; readonly file: string } {
  const config = loadConfig();
  const options = storeOptionsOf(config);
  if (options.kind === 'postgres')
    throw new UsageError(`DATABASE_URL is set: use ${instead}, see docs/guides/backup.md`);
  return { dataDir: config.dataDir, file: options.file };
}
