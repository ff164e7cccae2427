import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LRUCache } from 'lru-cache';

import type { AdviceCase } from '../content/advice-case.js';
import type { Dilemma } from '../content/dilemma.js';
import { caseOfDilemma } from './dilemmas.js';

const SHIPPED_FOLDER = join(import.meta.dirname, '../content');
/** A body is 3 to 7 KB; a busy hour asks about a few dozen situations. */
const CACHED_BODIES = { max: 48, ttl: 3_600_000 } as const;

/**
 * The situations that leaders bring, and their narrow questions. In memory are their ids and the area of each; a body is
 * read when it is first needed and cached for an hour.
 */
export class CaseLibrary {
  readonly #bodies = new LRUCache<string, AdviceCase>(CACHED_BODIES);
  /** Area by id. */
  readonly #areas: ReadonlyMap<string, string>;

  /** @param keys `area/id` of every case and dilemma. */
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
    const body = this.#read(area, id);
    this.#bodies.set(id, body);
    return body;
  }

  #read(area: string, id: string): AdviceCase {
    const found = this.#line('cases', area, id);
    if (found !== undefined) return JSON.parse(found) as AdviceCase;
    const narrow = this.#line('dilemmas', area, id);
    if (narrow === undefined) throw new RangeError(`no case "${id}" in "${area}"`);
    return caseOfDilemma(JSON.parse(narrow) as Dilemma);
  }

  /** Each body is a line, which begins with its id: to parse a whole area for one of a hundred would take milliseconds. */
  #line(kind: 'cases' | 'dilemmas', area: string, id: string): string | undefined {
    const file = join(this.folder, kind, `${area}.jsonl`);
    if (!existsSync(file)) return undefined;
    const lines = `\n${readFileSync(file, 'utf8')}`;
    const from = lines.indexOf(`\n{"id":"${id}",`);
    return from < 0 ? undefined : lines.slice(from + 1, lines.indexOf('\n', from + 1));
  }
}

export function idOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
