import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

import type { Framework } from './framework.js';
import { LibraryError, parseFrameworkFile, type LibraryMistake } from './library-file.js';

/** Frameworks in the order of their ids, with a version that changes with their content. */
export class FrameworkLibrary {
  private readonly byId: ReadonlyMap<string, Framework>;
  private readonly ordered: readonly Framework[];
  /** Hash of the content, 16 hexadecimal digits; equal for equal files on every machine. */
  readonly version: string;

  constructor(frameworks: readonly Framework[]) {
    this.ordered = [...frameworks].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.byId = new Map(this.ordered.map((framework) => [framework.id, framework]));
    this.version = createHash('sha256').update(JSON.stringify(this.ordered)).digest('hex').slice(0, 16);
  }

  all(): readonly Framework[] {
    return this.ordered;
  }

  get(id: string): Framework | undefined {
    return this.byId.get(id);
  }
}

const SHIPPED_FOLDER = join(import.meta.dirname, 'library');

/**
 * Reads and validates the shipped frameworks and the user's own.
 *
 * @param extraFolder Of `.json`, `.yaml` or `.yml` files; a file with a shipped id replaces that framework.
 * @throws {LibraryError} `LIBRARY_INVALID`, naming every mistake of every file with its line.
 */
export function loadFrameworkLibrary(extraFolder?: string): FrameworkLibrary {
  const frameworks = new Map<string, Framework>();
  const mistakes: LibraryMistake[] = [];
  const folders = [SHIPPED_FOLDER, ...(extraFolder === undefined ? [] : [extraFolder])];
  for (const folder of folders) {
    for (const file of frameworkFiles(folder, mistakes)) {
      const parsed = parseFrameworkFile(file, readFileSync(file, 'utf8'), basename(file, extname(file)));
      if (parsed.ok) frameworks.set(parsed.framework.id, parsed.framework);
      else mistakes.push(...parsed.mistakes);
    }
  }
  if (mistakes.length > 0) throw new LibraryError(mistakes);
  return new FrameworkLibrary([...frameworks.values()]);
}

/** Whether a file of a library folder is a framework; editors leave other files beside them. */
export function isFrameworkFile(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]*\.(?:json|ya?ml)$/.test(name);
}

function frameworkFiles(folder: string, mistakes: LibraryMistake[]): string[] {
  try {
    return readdirSync(folder)
      .filter(isFrameworkFile)
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    mistakes.push({ file: folder, line: 1, column: 1, message });
    return [];
  }
}
