import { chmodSync, closeSync, openSync } from 'node:fs';

const OWNER_ONLY = 0o600;

/**
 * Makes a file, if it is not there, that its owner alone may read: it holds questions and hashes of keys. SQLite gives
 * the files beside it the same mode.
 */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', OWNER_ONLY));
  try {
    chmodSync(path, OWNER_ONLY);
  } catch {
    // It belongs to another user, who lets this one write.
  }
}
