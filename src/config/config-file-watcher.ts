import { unwatchFile, watchFile, type StatsListener } from 'node:fs';

/** Time between two looks at the file, milliseconds. */
const LOOK_MS = 500;

/**
 * Calls back after a file has changed, appeared or gone.
 *
 * It looks at the file's times instead of asking the system for events: that also sees files that are replaced, mounted
 * or linked, as editors and Kubernetes do it.
 */
export class ConfigFileWatcher implements Disposable {
  readonly #listener: StatsListener;

  constructor(
    private readonly file: string,
    onChange: () => void,
  ) {
    this.#listener = (now, before) => {
      if (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino) onChange();
    };
    watchFile(file, { interval: LOOK_MS, persistent: false }, this.#listener);
  }

  close(): void {
    unwatchFile(this.file, this.#listener);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
