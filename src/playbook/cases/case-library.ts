import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LRUCache } from 'lru-cache';

import type { AdviceCase } from '../content/advice-case.js';

const SHIPPED_FOLDER = join(import.meta.dirname, '../content/cases');
/** A body is 6 to 12 KB; a busy hour asks about a few dozen situations. */
const CACHED_BODIES = { max: 48, ttl: 3_600_000 } as const;

/**
 * The situations that leaders bring. In memory are their ids and the folder of each; a body is read when it is first
 * needed and cached for an hour.
 */
export class CaseLibrary {
  readonly #bodies = new LRUCache<string, AdviceCase>(CACHED_BODIES);
  /** Area by id. */
  readonly #areas: ReadonlyMap<string, string>;

  /** @param keys `area/id` of every case. */
  constructor(
    keys: readonly string[],
    private readonly folder = SHIPPED_FOLDER,
  ) {
    this.#areas = new Map(keys.map((key) => [idOf(key), key.slice(0, key.indexOf('/'))]));
  }

  has(id: string): boolean {
    return this.#areas.has(id);
  }

  /** @throws {RangeError} for an id that is not in the library. */
  get(id: string): AdviceCase {
    const known = this.#bodies.get(id);
    if (known !== undefined) return known;
    const area = this.#areas.get(id);
    if (area === undefined) throw new RangeError(`no case "${id}"`);
    const body = JSON.parse(readFileSync(join(this.folder, area, `${id}.json`), 'utf8')) as AdviceCase;
    // Only needed to fit the model, and half of the file.
    const read = { ...body, phrasings: [] };
    this.#bodies.set(id, read);
    return read;
  }
}

export function idOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
