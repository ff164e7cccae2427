import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Framework } from '../../frameworks/index.js';
import type { Concept } from '../content/concept.js';
import { asksToExplain } from './form.js';
import { saysOneOf, wordsOf } from '../question/phrases.js';

const FILE = join(import.meta.dirname, '../content/concepts.json');

/** The notions of the field that are no framework of the library: error budget, bus factor, span of control. */
export class ConceptIndex {
  /** Read when the first concept is asked for. */
  #concepts: ReadonlyMap<string, Concept> | undefined;
  #names: { readonly id: string; readonly names: readonly string[] }[] | undefined;

  /**
   * Id of the framework or concept that a text names, where it asks what something is; a concept comes first, as its names
   * are narrower.
   */
  find(text: string, frameworks: readonly Pick<Framework, 'id' | 'aliases'>[]): string | undefined {
    if (text.length > MAX_LENGTH || !asksToExplain(text)) return undefined;
    const words = wordsOf(text);
    this.#names ??= [...this.#all().values()].map(({ id, names }) => ({ id, names }));
    return (
      this.#names.find(({ names }) => saysOneOf(words, names))?.id ??
      frameworks.find(({ aliases }) => saysOneOf(words, aliases))?.id
    );
  }

  get(id: string): Concept | undefined {
    return this.#all().get(id);
  }

  #all(): ReadonlyMap<string, Concept> {
    this.#concepts ??= new Map(
      (JSON.parse(readFileSync(FILE, 'utf8')) as Concept[]).map((concept) => [concept.id, concept]),
    );
    return this.#concepts;
  }
}

/** Who wants an explanation asks in a few sentences. */
const MAX_LENGTH = 600;
