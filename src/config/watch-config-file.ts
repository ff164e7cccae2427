import { unwatchFile, watchFile, type StatsListener } from 'node:fs';

const POLL_INTERVAL_MS = 500;

/**
 * Calls back after a file has changed, appeared or been removed, until the returned function is called.
 *
 * Polls the times of the file instead of using file system events, which miss files that are replaced, mounted or
 * linked, as editors and Kubernetes do it.
 */
export function watchConfigFile(file: string, onChange: () => void): () => void {
  const listener: StatsListener = (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino) onChange();
  };
  watchFile(file, { interval: POLL_INTERVAL_MS, persistent: false }, listener);
  return () => unwatchFile(file, listener);
}
