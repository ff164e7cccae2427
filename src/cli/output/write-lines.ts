import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** In place of a file: standard output. */
const STANDARD_OUTPUT = '-';

/**
 * Writes lines to standard output, as fast as it takes them, or to a new file that its owner alone may read. The file
 * has its name once it is whole and on disk.
 *
 * @throws {Error} of the file system, if the file exists or cannot be written.
 */
export async function writeLines(lines: AsyncIterable<string>, path = STANDARD_OUTPUT): Promise<void> {
  if (path === STANDARD_OUTPUT) {
    await writeAll(lines, process.stdout);
    return;
  }
  if (existsSync(path)) throw Object.assign(new Error(`${path} exists`), { code: 'EEXIST', syscall: 'open' });
  const partial = `${path}.partial`;
  const file = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
  // Before anything is read: it may not be writable.
  await once(file, 'open');
  try {
    await writeAll(lines, file);
    file.end();
    await finished(file);
    await rename(partial, path);
  } catch (error) {
    file.destroy();
    await rm(partial, { force: true });
    throw error;
  }
}

async function writeAll(lines: AsyncIterable<string>, output: Writable): Promise<void> {
  for await (const line of lines) {
    if (!output.write(line)) await drained(output);
    if (!output.writable) break;
  }
}

/** Until the output takes more, or never will. */
async function drained(output: Writable): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race(['drain', 'close'].map((event) => once(output, event, { signal }))).catch(() => undefined);
  waiting.abort();
}
