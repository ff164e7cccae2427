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
 * The situations that leaders bring, and their narrow questions. In memory are their ids and the folder of each; a body is
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
    const file = join(this.folder, 'cases', area, `${id}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as AdviceCase;
    return caseOfDilemma(this.#narrow(area, id));
  }

  /** Parsing an area of a hundred narrow questions for one of them would take milliseconds: its lines are cut out. */
  #narrow(area: string, id: string): Dilemma {
    const lines = readFileSync(join(this.folder, 'dilemmas', `${area}.json`), 'utf8');
    const from = lines.indexOf(`\n  {\n    "id": "${id}",`);
    if (from < 0) throw new RangeError(`no narrow question "${id}" in "${area}"`);
    return JSON.parse(lines.slice(from, lines.indexOf('\n  }', from) + '\n  }'.length)) as Dilemma;
  }
}

export function idOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
