import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { hashText } from './hash.js';
import { stem } from './stem.js';

/** The features of a word. */
export interface LexicalEntry {
  /** Hashes of its stem, of its first letters if it is long enough, of its groups, and of its English translation. */
  readonly features: readonly number[];
  /** Whether it is a function word, which carries no topic. */
  readonly isFunctionWord: boolean;
}

const FUNCTION_WORDS = new Set(
  (
    'a an the and or but if then so of in on at to for from by with without about into over under than as is are was were be been ' +
    'being am it its it s this that these those there here i me my we us our you your he him his she her they them their what ' +
    'which who whom whose when where why how do does did done have has had will would can could should shall may might must not ' +
    'no nor only just also very too more most some any each all both few such own same other up down out off again once because ' +
    'while until during before after through between im ive id ill were weve dont doesnt didnt isnt arent cant wont thats theres ' +
    'lets get got one two now still even like really please ' +
    'el la los las un una unos unas de del al en y o que se lo le les por para con sin su sus mi mis nos es son esta este esto hay ' +
    'como cuando donde quien mas muy ya pero no si ' +
    'le les des du au aux et ou une ce cette ces qui quoi dont dans sur sous par pour avec sans est sont etre il elle ils elles je ' +
    'tu nous vous on ne pas plus ' +
    'der die das den dem des ein eine einen einem einer eines und oder aber wenn dann von zu zum zur im am auf fur mit ohne ist sind ' +
    'war wir ich du er sie es ihr uns mich mir nicht kein keine wie was wer wo warum auch noch nur schon sich bei nach aus'
  ).split(' '),
);

/** A shorter prefix would match unrelated words. */
const MIN_PREFIX_LENGTH = 3;
/** Distinct words cached, about a megabyte; a full cache is cleared. */
const MAX_CACHED_WORDS = 8192;
/** Longer words are cut before the lookup; no entry of the lexicon is as long. */
const MAX_WORD_LENGTH = 40;

/**
 * Groups of synonyms in the language of leaders, in English, Spanish, French and German.
 *
 * An entry ending in `*` is a prefix.
 */
export class Lexicon {
  private readonly exact = new Map<string, number[]>();
  private readonly prefixes = new Map<string, number[]>();
  private readonly cached = new Map<string, LexicalEntry>();

  /**
   * @param groups        For each group its words, separated by spaces.
   * @param translations  For each English word its translations, separated by spaces.
   */
  constructor(groups: Readonly<Record<string, string>>, translations: Readonly<Record<string, string>> = {}) {
    for (const [name, words] of Object.entries(groups)) this.add(words, [hashText(name, GROUP_SEED)]);
    const meanings = Object.entries(translations).map(([english, words]) => ({
      words,
      features: [stemFeature(stem(english)), ...this.featuresOfMembers(english)],
    }));
    for (const { words, features } of meanings) this.add(words, features);
  }

  private add(words: string, features: readonly number[]): void {
    for (const word of new Set(words.split(' '))) {
      const into = word.endsWith('*') ? this.prefixes : this.exact;
      const key = word.replace(/\*$/, '').replaceAll(/[-']/g, '');
      if (into === this.prefixes && key.length < MIN_PREFIX_LENGTH)
        throw new RangeError(`prefix "${word}" is too short`);
      into.set(key, [...(into.get(key) ?? []), ...features]);
    }
  }

  private featuresOfMembers(word: string): Set<number> {
    const features = new Set(this.exact.get(word));
    for (let length = MIN_PREFIX_LENGTH; length <= word.length; length += 1) {
      for (const feature of this.prefixes.get(word.slice(0, length)) ?? []) features.add(feature);
    }
    return features;
  }

  /** The entry of a folded word, cached. */
  entryOf(word: string): LexicalEntry {
    const known = this.cached.get(word);
    if (known !== undefined) return known;
    const entry = this.compute(word.length > MAX_WORD_LENGTH ? word.slice(0, MAX_WORD_LENGTH) : word);
    if (this.cached.size >= MAX_CACHED_WORDS) this.cached.clear();
    this.cached.set(ownCopy(word), entry);
    return entry;
  }

  private compute(word: string): LexicalEntry {
    const features = [/^\d+$/.test(word) ? hashText(numberShape(word), STEM_SEED) : stemFeature(stem(word))];
    const opening = openingFeature(word);
    if (opening !== undefined) features.push(opening);
    return {
      features: [...new Set([...features, ...this.featuresOfMembers(word)])],
      isFunctionWord: word.length < 2 || FUNCTION_WORDS.has(word),
    };
  }
}

const GROUP_SEED = 0x67726f75;
const STEM_SEED = 0x7374656d;
const OPENING_SEED = 0x6f70656e;
const OPENING_LENGTH = 5;

/** Numbers count by their magnitude, not their value. */
function numberShape(digits: string): string {
  return `#${Math.min(digits.length, 5)}`;
}

/** A slice of a string retains the whole string; a copy does not. */
function ownCopy(word: string): string {
  return word.length < 13 ? word : Buffer.from(word, 'utf16le').toString('utf16le');
}

/** Hash of a stem: the first feature of every word. */
export function stemFeature(stemmed: string): number {
  return hashText(stemmed, STEM_SEED);
}

/** Hash of a word's first letters, which cognates in several languages share; undefined for a short word. */
export function openingFeature(word: string): number | undefined {
  return word.length < OPENING_LENGTH ? undefined : hashText(word.slice(0, OPENING_LENGTH), OPENING_SEED);
}

let shipped: Lexicon | undefined;

/** The shipped lexicon, read on first use. */
export function loadLexicon(): Lexicon {
  shipped ??= new Lexicon(readWords('lexicon.json'), readWords('translations.json'));
  return shipped;
}

function readWords(name: string): Record<string, string> {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Record<string, string>;
}
