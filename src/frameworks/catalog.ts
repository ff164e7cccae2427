import { watch } from 'node:fs';

import { FrameworkDetector } from './detector.js';
import { LibraryError } from './library-file.js';
import { isFrameworkFile, loadFrameworkLibrary, type FrameworkLibrary } from './library.js';

/** A library and its detector, which are replaced together. */
export interface CatalogEdition {
  readonly library: FrameworkLibrary;
  readonly detector: FrameworkDetector;
}

/** The outcome of a reload. */
export type ReloadOutcome =
  | { readonly ok: true; readonly version: string; readonly changed: boolean }
  | { readonly ok: false; readonly error: LibraryError };

/**
 * The current library and its detector, replaced when the files change.
 *
 * Read `current` once per request: its library and detector belong together. A failed reload leaves it unchanged.
 */
export class FrameworkCatalog {
  private readonly listeners = new Set<() => void>();
  private edition: CatalogEdition;
  /** The mistakes of the last reload; undefined when the files on disk are in use. */
  private failure: LibraryError | undefined;

  /** @throws {LibraryError} `LIBRARY_INVALID`, naming every mistake with file and line. */
  constructor(private readonly extraFolder?: string) {
    this.edition = this.editionOf(loadFrameworkLibrary(extraFolder));
  }

  get current(): CatalogEdition {
    return this.edition;
  }

  get lastError(): LibraryError | undefined {
    return this.failure;
  }

  /** Calls `listener` after the library has been replaced. @returns ends that. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Reads the files again; any mistake leaves the current edition in use. */
  reload(): ReloadOutcome {
    try {
      const library = loadFrameworkLibrary(this.extraFolder);
      const changed = library.version !== this.edition.library.version;
      if (changed) this.edition = this.editionOf(library);
      this.failure = undefined;
      if (changed) for (const listener of this.listeners) listener();
      return { ok: true, version: library.version, changed };
    } catch (error) {
      if (!(error instanceof LibraryError)) throw error;
      this.failure = error;
      return { ok: false, error };
    }
  }

  private editionOf(library: FrameworkLibrary): CatalogEdition {
    return { library, detector: new FrameworkDetector(library) };
  }
}

/**
 * Calls `onChange` once after framework files of a folder have changed.
 *
 * @param onError Gets errors of the watch itself, which has then ended, e.g. because the folder was removed.
 * @param quietMs Time without a change before the call, milliseconds: editors save in several steps.
 * @returns ends the watch when disposed.
 */
export function watchLibrary(
  folder: string,
  onChange: () => void,
  onError: (error: Error) => void,
  quietMs = 100,
): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { persistent: false }, (_event, name) => {
    if (name !== null && !isFrameworkFile(name)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs).unref();
  });
  watcher.on('error', onError);
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
