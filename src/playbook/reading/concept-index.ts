import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LRUCache } from 'lru-cache';

import type { Framework } from '../../frameworks/index.js';
import type { Application, Concept, ConceptNames, ShortConcept } from '../content/concept.js';
import { wordsOf } from '../question/phrases.js';
import { type ExplainRequest, explainRequestOf } from './explain-request.js';

const SHIPPED_FOLDER = join(import.meta.dirname, '../content/concepts');
/** A body is 1 to 2 KB. */
const CACHED_BODIES = { max: 64, ttl: 3_600_000 } as const;
/** Things that one answer tells apart. */
const MAX_COMPARED = 3;

type NamedFramework = Pick<Framework, 'id' | 'aliases' | 'ambiguous'>;
interface Entry {
  readonly id: string;
  readonly words: readonly string[];
  readonly isAmbiguous: boolean;
}
/** Entries by the beginning of their first word, each as a line: a tenth of what objects would take. */
type NameTable = ReadonlyMap<string, string>;
interface Found {
  readonly id: string;
  readonly at: number;
  readonly length: number;
}

/**
 * The notions of the field that are no framework of the library: error budget, bus factor, span of control.
 *
 * In memory are their names, from the first request for an explanation on; a body is read when it is needed.
 */
export class ConceptIndex {
  readonly #bodies = new LRUCache<string, Concept>(CACHED_BODIES);
  readonly #frameworks = new WeakMap<readonly NamedFramework[], NameTable>();
  #areas: ReadonlyMap<string, string> | undefined;
  #names: NameTable | undefined;

  constructor(private readonly folder = SHIPPED_FOLDER) {}

  /**
   * Ids of the concepts and frameworks that a text asks to have explained: one, or the ones that it asks to tell apart.
   * Empty where it asks for no explanation, or for one of something unknown.
   */
  find(text: string, frameworks: readonly NamedFramework[]): readonly string[] {
    const request = explainRequestOf(text);
    if (request === undefined) return [];
    const tables = [this.#conceptNames(), this.#frameworkNames(frameworks)];
    for (const window of request.windows) {
      const found = namesIn(request, window, tables);
      const [first] = found;
      if (first === undefined) continue;
      return request.compares ? distinct(found).slice(0, MAX_COMPARED) : [first.id];
    }
    return [];
  }

  get(id: string): Concept | undefined {
    const known = this.#bodies.get(id);
    if (known !== undefined) return known;
    const area = this.#readNames().get(id);
    if (area === undefined) return undefined;
    const body = (this.#read(`${area}.json`) as Concept[]).find((one) => one.id === id);
    if (body !== undefined) this.#bodies.set(id, body);
    return body;
  }

  /** The concept in a few sentences of another language, where there is one. */
  inLanguage(id: string, language: string): ShortConcept | undefined {
    if (language === 'en') return undefined;
    return (this.#read(`short.${language}.json`) as Record<string, ShortConcept>)[id];
  }

  /** What the concept or framework says to what askers tell of their own, where that is written. */
  application(id: string): Application | undefined {
    return (this.#read('../applied.json') as Record<string, Application>)[id];
  }

  #conceptNames(): NameTable {
    this.#readNames();
    return this.#names ?? new Map();
  }

  /** Area by id. */
  #readNames(): ReadonlyMap<string, string> {
    if (this.#areas !== undefined) return this.#areas;
    const all = this.#read('names.json') as ConceptNames[];
    this.#names = tableOf(
      all.flatMap(({ id, names, ambiguous = [] }) => [
        ...names.map((name) => entryOf(id, name, false)),
        ...ambiguous.map((name) => entryOf(id, name, true)),
      ]),
    );
    this.#areas = new Map(all.map(({ id, area }) => [id, area]));
    return this.#areas;
  }

  #frameworkNames(frameworks: readonly NamedFramework[]): NameTable {
    const known = this.#frameworks.get(frameworks);
    if (known !== undefined) return known;
    const table = tableOf(
      frameworks.flatMap(({ id, aliases, ambiguous }) => [
        ...aliases.map((alias) => entryOf(id, alias, false)),
        ...ambiguous.map(({ alias }) => entryOf(id, alias, true)),
      ]),
    );
    this.#frameworks.set(frameworks, table);
    return table;
  }

  #read(name: string): unknown {
    return JSON.parse(readFileSync(join(this.folder, name), 'utf8'));
  }
}

function entryOf(id: string, name: string, isAmbiguous: boolean): Entry {
  const words = name.split(/\s+/).flatMap((part) => {
    const folded = wordsOf(part).trim().split(' ').filter(Boolean);
    return part.endsWith('*') ? folded.map((word, at) => (at === folded.length - 1 ? `${word}*` : word)) : folded;
  });
  return { id, words, isAmbiguous };
}

function tableOf(entries: readonly Entry[]): NameTable {
  const lines = new Map<string, string[]>();
  for (const { id, isAmbiguous, words } of entries) {
    const first = keyOf(words[0] ?? '');
    if (first === '') continue;
    const line = [id, isAmbiguous ? '?' : '', words.join(' ')].join('|');
    const list = lines.get(first);
    if (list === undefined) lines.set(first, [line]);
    else list.push(line);
  }
  return new Map([...lines].map(([first, list]) => [first, list.join('\n')]));
}

function entriesAt(table: NameTable, word: string): Entry[] {
  const lines = table.get(keyOf(word));
  if (lines === undefined) return [];
  return lines.split('\n').map((line) => {
    const [id = '', mark, words = ''] = line.split('|');
    return { id, isAmbiguous: mark === '?', words: words.split(' ') };
  });
}

/** Names are looked up by the first letters of their first word, because it may end anyhow. */
const keyOf = (word: string): string => word.replace('*', '').slice(0, 3);

/** The names in a window: earliest first, of those at one place the longest; none inside another. */
function namesIn(
  { tokens }: ExplainRequest,
  { from, to, isNarrow }: ExplainRequest['windows'][number],
  tables: readonly NameTable[],
): Found[] {
  const found: Found[] = [];
  const words = tokens.map(({ word }) => word);
  for (let at = from; at < to; at += 1) {
    let best: Found | undefined;
    for (const table of tables) {
      for (const { id, words: name, isAmbiguous } of entriesAt(table, words[at] ?? '')) {
        if ((isAmbiguous && !isNarrow) || name.length <= (best?.length ?? 0)) continue;
        if (name.every((word, offset) => isSame(words[at + offset], word))) best = { id, at, length: name.length };
      }
    }
    if (best === undefined) continue;
    found.push(best);
    at += best.length - 1;
  }
  return found;
}

const LETTERS_OF_A_PLURAL = 2;

function isSame(word: string | undefined, wanted: string): boolean {
  if (word === undefined) return false;
  if (wanted.endsWith('*')) return word.startsWith(wanted.slice(0, -1));
  // “Wardley maps”
  return word === wanted || (wanted.length > LETTERS_OF_A_PLURAL && word === `${wanted}s`);
}

const distinct = (found: readonly Found[]): string[] => [...new Set(found.map(({ id }) => id))];
