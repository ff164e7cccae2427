import { hash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { type Coding, CODINGS } from './content-coding.js';

/** Media types of what the build writes; a file of another type is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** One file in one coding, ready to be sent. */
export interface ServedFile {
  readonly type: string;
  readonly coding: Coding;
  readonly bytes: number;
  /** Reads it from the disk, a chunk at a time. */
  open(): ReadStream;
}

/** The page, in one coding. */
export interface ServedPage extends ServedFile {
  /** Differs by coding, as RFC 9110, section 8.8.3.3 asks. */
  readonly etag: string;
}

interface Listing {
  readonly pageDigest: string;
  /** Sizes in bytes by file name; of the page under its own name. */
  readonly sizes: ReadonlyMap<string, number>;
}

const PAGE = 'index.html';

/**
 * The built console as it lies in its folder: a page, and the assets it loads, each also compressed beside it.
 *
 * Only names that the folder was found to hold are opened, so that no path of a request reaches the disk. Of the files
 * only names and sizes stay in memory, about 100 bytes each.
 */
export class ConsoleFiles {
  #listing: Promise<Listing | undefined> | undefined;

  constructor(private readonly folder: string) {}

  /** @param accepted Codings of the caller, best first. @returns undefined where nothing is built. */
  async page(accepted: readonly Coding[]): Promise<ServedPage | undefined> {
    const listing = await this.#listed();
    if (listing === undefined) return undefined;
    const file = this.#file(listing, PAGE, '', 'text/html; charset=utf-8', accepted);
    return file && { ...file, etag: `${listing.pageDigest}.${file.coding}` };
  }

  /** @returns undefined for a name that the build did not write. */
  async asset(name: string, accepted: readonly Coding[]): Promise<ServedFile | undefined> {
    const type = TYPES[extname(name)];
    const listing = type === undefined ? undefined : await this.#listed();
    return type === undefined || listing === undefined
      ? undefined
      : this.#file(listing, name, 'assets', type, accepted);
  }

  #file(
    { sizes }: Listing,
    name: string,
    folder: string,
    type: string,
    accepted: readonly Coding[],
  ): ServedFile | undefined {
    for (const coding of accepted) {
      const bytes = sizes.get(name + CODINGS[coding]);
      if (bytes === undefined) continue;
      const path = join(this.folder, folder, name + CODINGS[coding]);
      return { type, coding, bytes, open: () => createReadStream(path) };
    }
    return undefined;
  }

  /** Read once; again as long as nothing is built. */
  async #listed(): Promise<Listing | undefined> {
    this.#listing ??= listingOf(this.folder);
    const listing = await this.#listing;
    if (listing === undefined) this.#listing = undefined;
    return listing;
  }
}

async function listingOf(folder: string): Promise<Listing | undefined> {
  try {
    const page = await readFile(join(folder, PAGE));
    const sizes = new Map<string, number>();
    const beside = await readdir(folder);
    for (const name of beside.filter((one) => one.startsWith(PAGE))) {
      sizes.set(name, (await stat(join(folder, name))).size);
    }
    for (const name of await readdir(join(folder, 'assets'))) {
      sizes.set(name, (await stat(join(folder, 'assets', name))).size);
    }
    return { pageDigest: hash('sha256', page, 'hex').slice(0, 16), sizes };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
