import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * Writes lines to standard output, as fast as it takes them, or to a new file that its owner alone may read.
 *
 * @throws {Error} of the file system, if the file exists or cannot be written.
 */
export async function writeLines(lines: AsyncIterable<string>, path?: string): Promise<void> {
  if (path === undefined) {
    await writeAll(lines, process.stdout);
    return;
  }
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  // Before anything is read: it may not be writable.
  await once(file, 'open');
  await writeAll(lines, file);
  file.end();
  await finished(file);
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
