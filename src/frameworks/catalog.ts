import { watch, type FSWatcher } from 'node:fs';

import { FrameworkDetector } from './detector.js';
import { LibraryError } from './library-file.js';
import { isFrameworkFile, loadFrameworkLibrary, type FrameworkLibrary, type LibraryOptions } from './library.js';

/** A library and the detector made from it: they change together or not at all. */
export interface CatalogEdition {
  readonly library: FrameworkLibrary;
  readonly detector: FrameworkDetector;
}

/** How the last reload went. */
export type ReloadOutcome =
  | { readonly ok: true; readonly version: string; readonly changed: boolean }
  | { readonly ok: false; readonly error: LibraryError };

/**
 * Holds the edition in use and replaces it when the files change.
 *
 * Take `current` once per request: its library and detector belong together. A reload that fails leaves it as it is.
 */
export class FrameworkCatalog {
  private edition: CatalogEdition;
  /** The mistakes of the last reload; undefined when the files in use are the files on disk. */
  private failure: LibraryError | undefined;

  /** @throws {LibraryError} `LIBRARY_INVALID`, naming every mistake with file and line. */
  constructor(private readonly options: LibraryOptions = {}) {
    this.edition = this.editionOf(loadFrameworkLibrary(options));
  }

  get current(): CatalogEdition {
    return this.edition;
  }

  get lastError(): LibraryError | undefined {
    return this.failure;
  }

  /** Reads the files again; on any mistake the edition in use stays. */
  reload(): ReloadOutcome {
    try {
      const library = loadFrameworkLibrary(this.options);
      const changed = library.version !== this.edition.library.version;
      if (changed) this.edition = this.editionOf(library);
      this.failure = undefined;
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

export interface LibraryWatcherOptions {
  /** Folder of the user's framework files; it must exist. */
  readonly folder: string;
  /** Quiet time after the last change before the callback, milliseconds: editors save in several steps. @default 100 */
  readonly quietMs?: number;
}

const DEFAULTS = { quietMs: 100 } as const;

/** Calls back once after framework files of a folder have changed. */
export class LibraryWatcher {
  private readonly watcher: FSWatcher;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param onChange  Runs after the folder has been quiet; typically {@link FrameworkCatalog.reload}.
   * @param onError   Gets errors of the watch itself, after which it has ended, e.g. when the folder is removed.
   */
  constructor(options: LibraryWatcherOptions, onChange: () => void, onError: (error: Error) => void) {
    const quietMs = options.quietMs ?? DEFAULTS.quietMs;
    if (!(quietMs >= 0)) throw new RangeError(`quietMs must be at least 0, got ${quietMs}`);
    this.watcher = watch(options.folder, { persistent: false }, (_event, name) => {
      if (name !== null && !isFrameworkFile(name)) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(onChange, quietMs).unref();
    });
    this.watcher.on('error', onError);
  }

  close(): void {
    clearTimeout(this.timer);
    this.watcher.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
